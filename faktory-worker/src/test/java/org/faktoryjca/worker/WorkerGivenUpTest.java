package org.faktoryjca.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.faktoryjca.client.settings.ServerSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Workers of which the server has heard nothing for a minute, or knows nothing any more. */
@Timeout(120)
class WorkerGivenUpTest {
    private final HeardEvents heard = new HeardEvents();
    private final List<Object> seen = new CopyOnWriteArrayList<>();

    /** Only a server that keeps the connection and forgets the worker says so: one that speaks just enough of the protocol. */
    @Test
    void anUnknownWorkerSaysHelloAgain() throws Exception {
        var beats = new AtomicInteger();
        beating(() -> beats.incrementAndGet() == 2, WorkerTime.system(), hellos -> {
            await().until(() -> seen.size() >= 3);
            assertThat(hellos).hasValue(2);
            assertThat(heard.of(WorkerEvent.Refused.class))
                    .singleElement()
                    .satisfies(refused -> assertThat(refused.cause()).hasMessageContaining("unknown worker"));
        });
    }

    @Test
    void aMachineThatHasSleptForAMinuteSaysHelloBeforeItsNextBeat() throws Exception {
        var time = new MovedTime();
        beating(() -> false, time, hellos -> {
            await().until(() -> seen.size() >= 3);
            assertThat(hellos).hasValue(1);
            time.move(Duration.ofSeconds(61));
            await().until(() -> hellos.get() == 2);
            var before = seen.size();
            await().until(() -> seen.size() > before + 2);
            assertThat(hellos).hasValue(2);
        });
    }

    private void beating(BooleanSupplier forgets, WorkerTime time, Consumer<AtomicInteger> test) throws Exception {
        var hellos = new AtomicInteger();
        try (var socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            new Thread(() -> acceptAll(socket, hellos, forgets), "forgetful-server").start();
            var server = ServerSettings.at("tcp://127.0.0.1:" + socket.getLocalPort());
            var heartbeat = new Heartbeat(
                    "faktory-0123456789abcdef",
                    Duration.ofMillis(10),
                    "0123456789abcdef",
                    new Surroundings(WorkerThreads.own(), heard, time, new SecureRandom()),
                    () -> new Link(
                            server, WorkerIdentities.fresh(List.of()), new Outage(heard, time), new SecureRandom()),
                    seen::add);
            heartbeat.start();
            try {
                test.accept(hellos);
            } finally {
                heartbeat.stop();
            }
        }
    }

    private static void acceptAll(ServerSocket listening, AtomicInteger hellos, BooleanSupplier forgets) {
        while (!listening.isClosed()) {
            try (var socket = listening.accept()) {
                serve(socket, hellos, forgets);
            } catch (IOException e) {
                // The test has closed its end.
                continue;
            }
        }
    }

    private static void serve(Socket socket, AtomicInteger hellos, BooleanSupplier forgets) throws IOException {
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        var out = socket.getOutputStream();
        out.write("+HI {\"v\":2}\r\n".getBytes(StandardCharsets.UTF_8));
        for (var line = in.readLine(); line != null && !line.equals("END"); line = in.readLine()) {
            if (line.startsWith("HELLO")) {
                hellos.incrementAndGet();
            }
            var forgotten = line.startsWith("BEAT") && forgets.getAsBoolean();
            out.write((forgotten ? "-ERR unknown worker 0123456789abcdef\r\n" : "+OK\r\n")
                    .getBytes(StandardCharsets.UTF_8));
        }
    }
}
