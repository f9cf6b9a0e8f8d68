package org.faktoryjca.testing.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import org.faktoryjca.testing.server.Fault.Direction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each fault, as a client of bytes sees it, and what the server has heard of the command. */
@Timeout(120)
class FaultProxyTest {
    private static final String PUSH = "PUSHB [{\"jid\":\"12345678\",\"jobtype\":\"t\",\"args\":[]}]";

    private EmbeddedFaktory server;
    private FaultProxy proxy;

    @BeforeEach
    void start() {
        server = EmbeddedFaktory.start();
        proxy = FaultProxy.before(server);
    }

    @AfterEach
    void stop() {
        proxy.close();
        server.close();
    }

    private int pushed() {
        return server.queued("default").size();
    }

    @Test
    void passesEverythingOnAndLeavesNothingOpen() throws IOException {
        try (var client = RawClient.greeted(proxy)) {
            assertThat(client.ask(PUSH)).isEqualTo("{}");
            assertThat(proxy.accepted()).isEqualTo(1);
        }
        Await.until(() -> proxy.open() == 0);
        assertThat(pushed()).isEqualTo(1);
    }

    @Test
    void aFaultThatCannotBeIsRefusedWhenItIsDescribed() {
        assertThatThrownBy(() -> Fault.delay(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT-0.001S");
        assertThatThrownBy(() -> Fault.cut().at(""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs the name of its command");
        assertThatThrownBy(() -> Fault.throttle(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Fault.cut().after(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesUntilItIsCleared() throws IOException {
        try (var before = RawClient.greeted(proxy)) {
            proxy.set(Fault.refuse());
            assertThatThrownBy(() -> RawClient.silent(proxy)).isInstanceOf(ConnectException.class);
            assertThat(before.ask("PUSHB []")).as("who is connected stays so").isEqualTo("{}");
        }
        proxy.clear();
        RawClient.greeted(proxy).close();
    }

    @Test
    void cutsAnIdleConnectionAndWhoeverComesAtOnce() throws IOException {
        try (var client = RawClient.greeted(proxy)) {
            proxy.set(Fault.cut());
            assertThat(client.read()).isEqualTo("closed");
            try (var next = RawClient.silent(proxy)) {
                assertThat(next.read()).isEqualTo("closed");
            }
        }
    }

    @Test
    void cutsBeforeACommandAndInTheMiddleOfIt() throws IOException {
        for (var bytes : new long[] {0, 1, PUSH.length()}) {
            try (var client = RawClient.greeted(proxy)) {
                proxy.set(Fault.cut().in(Direction.TO_SERVER).at("PUSHB").after(bytes));
                assertThat(client.ask(PUSH)).isEqualTo("closed");
            }
            proxy.clear();
        }
        assertThat(pushed()).as("the line's end never came").isZero();
    }

    @Test
    void cutsBeforeAReplyAndInTheMiddleOfIt() throws IOException {
        for (var bytes : new long[] {0, 1, 4}) {
            try (var client = RawClient.greeted(proxy)) {
                proxy.set(Fault.cut().in(Direction.TO_CLIENT).at("PUSHB").after(bytes));
                assertThat(client.ask("PUSHB []")).isNotEqualTo("{}");
                assertThat(client.read()).isEqualTo("closed");
            }
            proxy.clear();
        }
        try (var client = RawClient.greeted(proxy)) {
            proxy.set(Fault.cut().in(Direction.TO_CLIENT).at("PUSHB"));
            client.ask(PUSH);
        }
        Await.until(() -> pushed() == 1);
    }

    @Test
    void anotherCommandThanTheNamedOnePasses() throws IOException {
        try (var client = RawClient.greeted(proxy)) {
            proxy.set(Fault.cut().at("FLUSH"));
            assertThat(client.ask("PUSHB []")).isEqualTo("{}");
            assertThat(client.ask("FLUSH")).isEqualTo("closed");
        }
    }

    @Test
    void cutsAfterSoManyBytesOfAll() throws IOException {
        proxy.set(Fault.cut().in(Direction.TO_CLIENT).after(5));
        try (var client = RawClient.silent(proxy)) {
            assertThat(client.read()).as("five bytes of the greeting").isEqualTo("closed");
        }
    }

    @Test
    void swallowsWhatIsSaidAndKeepsTheConnection() throws IOException {
        try (var client = RawClient.greeted(proxy)) {
            proxy.set(Fault.silence().in(Direction.TO_CLIENT).at("PUSHB"));
            client.send(PUSH);
            Await.until(() -> pushed() == 1);
            assertThat(proxy.open()).isEqualTo(1);
            proxy.set(Fault.cut());
            assertThat(client.read()).as("and not the reply").isEqualTo("closed");
        }
    }

    @Test
    void halfClosesOneDirectionOnly() throws IOException {
        try (var client = RawClient.greeted(proxy)) {
            proxy.set(Fault.halfClose().in(Direction.TO_CLIENT));
            assertThat(client.read()).isEqualTo("closed");
            client.send(PUSH);
            Await.until(() -> pushed() == 1);
        }
    }

    @Test
    void resetsInsteadOfClosing() throws IOException {
        proxy.set(Fault.reset().in(Direction.TO_CLIENT).after(3));
        try (var client = new Socket(proxy.host(), proxy.port())) {
            assertThatThrownBy(() -> client.getInputStream().readAllBytes())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
    }

    @Test
    void slowAndSplitConversationsArriveWhole() throws IOException {
        for (var fault : new Fault[] {Fault.singleBytes(), Fault.throttle(2000), Fault.delay(Duration.ofMillis(20))}) {
            proxy.set(fault);
            try (var client = RawClient.greeted(proxy)) {
                assertThat(client.ask("PUSHB []")).isEqualTo("{}");
            }
        }
    }

    @Test
    void aJamIsLiftedWithNothingLost() throws IOException {
        try (var client = RawClient.greeted(proxy)) {
            proxy.set(Fault.jam().in(Direction.TO_CLIENT));
            client.send(PUSH);
            Await.until(() -> pushed() == 1);
            proxy.clear();
            assertThat(client.read()).isEqualTo("{}");
        }
    }

    @Test
    void theSameSeedGarblesTheSameWay() throws IOException {
        var heard = new String[2];
        for (int i = 0; i < heard.length; i++) {
            try (var client = RawClient.greeted(proxy)) {
                proxy.set(Fault.garble(7).in(Direction.TO_SERVER));
                heard[i] = client.ask("PUSHB nonsense");
            }
            proxy.clear();
        }
        assertThat(heard[0]).isEqualTo(heard[1]).isNotEqualTo("{}");
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> Fault.cut().after(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Fault.throttle(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
