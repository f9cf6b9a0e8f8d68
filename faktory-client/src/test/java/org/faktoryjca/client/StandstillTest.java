package org.faktoryjca.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Steps on a socket that last too long, and the thread that breaks them off. */
@Timeout(120)
class StandstillTest {
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Leftovers leftovers = new Leftovers();
    private ServerSocket listener;
    private Socket socket;
    private Socket peer;

    @BeforeEach
    void connect() throws IOException {
        leftovers.count();
        listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        socket = new Socket(listener.getInetAddress(), listener.getLocalPort());
        peer = listener.accept();
    }

    @AfterEach
    void disconnect() throws IOException {
        socket.close();
        peer.close();
        listener.close();
        leftovers.awaitNone();
    }

    private static Optional<Thread> watch() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(StandstillWatch.THREAD))
                .findFirst();
    }

    private int read(Standstill standstill, Duration atMost) throws IOException {
        standstill.begin(atMost);
        try {
            return socket.getInputStream().read();
        } finally {
            standstill.end();
        }
    }

    @Test
    void aReadBeyondItsTimeIsATimeOut() {
        var standstill = new Standstill(socket);
        assertThatThrownBy(() -> read(standstill, SHORT)).isInstanceOf(SocketTimeoutException.class);
        assertThat(socket.isClosed()).isTrue();
    }

    @Test
    void aWriteThatNobodyTakesIsATimeOut() {
        var standstill = new Standstill(socket);
        assertThatThrownBy(() -> {
                    standstill.begin(SHORT);
                    try {
                        socket.getOutputStream().write(new byte[64 << 20]);
                    } finally {
                        standstill.end();
                    }
                })
                .isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void aShortStepIsBrokenOffWhileALongOneGoesOn() throws IOException {
        var other = new Standstill(peer);
        other.begin(LONG);
        assertThatThrownBy(() -> read(new Standstill(socket), SHORT)).isInstanceOf(SocketTimeoutException.class);
        other.end();
        assertThat(peer.isClosed()).isFalse();
    }

    @Test
    void whatComesInTimeIsReadAndTheSocketStays() throws IOException {
        var standstill = new Standstill(socket);
        for (int i = 1; i <= 100; i++) {
            peer.getOutputStream().write(i);
            assertThat(read(standstill, LONG)).isEqualTo(i);
        }
        assertThat(socket.isClosed()).isFalse();
    }

    @Test
    void interruptionsOfTheWatchAreNoReasonToBreakAStepOff() throws IOException {
        var standstill = new Standstill(socket);
        standstill.begin(LONG);
        watch().orElseThrow().interrupt();
        await().until(() -> watch().filter(Thread::isInterrupted).isEmpty());
        standstill.end();
        assertThatThrownBy(() -> read(standstill, SHORT)).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void theWatchEndsWithTheLastStepAndTheNextOneHasAnother() throws IOException {
        var standstill = new Standstill(socket);
        standstill.begin(LONG);
        assertThat(watch()).isPresent();
        standstill.end();
        await().atMost(Duration.ofSeconds(60)).until(() -> watch().isEmpty());
        assertThatThrownBy(() -> read(standstill, SHORT)).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void theWatchHasNothingOfTheThreadThatBeganTheFirstStep() throws Exception {
        await().until(() -> watch().isEmpty());
        var standstill = new Standstill(socket);
        try (var application = new URLClassLoader(new URL[0])) {
            var first = new Thread(() -> standstill.begin(LONG));
            first.setContextClassLoader(application);
            first.start();
            first.join();
            assertThat(watch().orElseThrow().getContextClassLoader()).isSameAs(Standstill.class.getClassLoader());
        }
        standstill.end();
    }
}
