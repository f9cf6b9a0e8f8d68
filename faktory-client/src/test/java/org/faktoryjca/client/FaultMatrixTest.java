package org.faktoryjca.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.faktoryjca.CannotConnectException;
import org.faktoryjca.ConnectionLostException;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.Job;
import org.faktoryjca.OutcomeUnknownException;
import org.faktoryjca.RejectedException;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.faktoryjca.testing.server.Fault;
import org.faktoryjca.testing.server.Fault.Direction;
import org.faktoryjca.testing.server.FaultProxy;
import org.faktoryjca.testing.server.WorkServers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Commands met by faults of the network: each ends in the exception that was promised, and leaves no socket. */
@Timeout(20)
class FaultMatrixTest {
    private static final Map<String, Consumer<Connection>> COMMANDS = Map.of(
            "PUSH", c -> c.pushPlain(Job.of("greet")),
            "PUSHB", c -> c.push(Job.of("greet")),
            "ACK", c -> c.ack("unknown-job"),
            "BEAT", c -> c.beat("worker-of-matrix"),
            "INFO", Connection::info,
            "FLUSH", Connection::flush,
            "FAIL", c -> c.fail("unknown-job", "Oops", "message", List.of()),
            "FETCH", c -> c.fetch(List.of("default")));

    private static ServerSettings settings(FaultProxy proxy) {
        return ServerSettings.at(proxy.url())
                .withConnectTimeout(Duration.ofMillis(500))
                .withReadTimeout(Duration.ofMillis(300));
    }

    static Stream<Arguments> broken() {
        return COMMANDS.keySet().stream()
                .flatMap(verb -> Stream.of(
                                Fault.silence(),
                                Fault.cutAt(Direction.TO_SERVER, verb),
                                Fault.cutAt(Direction.TO_CLIENT, verb),
                                Fault.cutAfter(Direction.TO_SERVER, 3),
                                Fault.cutAfter(Direction.TO_CLIENT, 1),
                                Fault.reset(Direction.TO_CLIENT, 1),
                                Fault.halfClose(Direction.TO_CLIENT, 1),
                                Fault.delay(Duration.ofMillis(500)))
                        .map(fault -> Arguments.of(verb, fault)));
    }

    @ParameterizedTest(name = "{0} with {1}")
    @MethodSource("broken")
    void aCommandThatMeetsAFaultHasAnUnknownOutcome(String verb, Fault fault) {
        try (var server = EmbeddedFaktory.start();
                var proxy = FaultProxy.before(server);
                var connection = Connection.open(
                        settings(proxy), new WorkerIdentity("worker-of-matrix", "here", 1, List.of()))) {
            proxy.set(fault);
            assertThatThrownBy(() -> COMMANDS.get(verb).accept(connection)).isInstanceOf(OutcomeUnknownException.class);
            assertThat(connection.isOpen()).isFalse();
            awaitNoSocket(proxy);
        }
    }

    /** The proxy sees the client's end of each connection close. */
    private static void awaitNoSocket(FaultProxy proxy) {
        proxy.clear();
        await().atMost(Duration.ofSeconds(5)).until(() -> proxy.open() == 0);
    }

    static Stream<Arguments> harmless() {
        return COMMANDS.keySet().stream()
                .flatMap(verb -> Stream.of(
                                Fault.singleBytes(), Fault.throttle(20_000), Fault.delay(Duration.ofMillis(20)))
                        .map(fault -> Arguments.of(verb, fault)));
    }

    @ParameterizedTest(name = "{0} with {1}")
    @MethodSource("harmless")
    void aCommandThatIsOnlySlowSucceeds(String verb, Fault fault) {
        try (var server = EmbeddedFaktory.start();
                var proxy = FaultProxy.before(server);
                var connection = Connection.open(
                        settings(proxy), new WorkerIdentity("worker-of-matrix", "here", 1, List.of()))) {
            connection.push(Job.of("there"));
            proxy.set(fault);
            if (verb.equals("FAIL")) {
                assertThatThrownBy(() -> COMMANDS.get(verb).accept(connection))
                        .isInstanceOf(RejectedException.class)
                        .hasMessageContaining("Job not found");
            } else {
                COMMANDS.get(verb).accept(connection);
            }
            assertThat(connection.isOpen()).isTrue();
            proxy.clear();
        }
    }

    /** A byte inside a text may change unseen; nothing else may, and no exception is anyone else's than ours. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aGarbledReplyIsRefusedOrOneOfOurs(long seed) {
        try (var server = EmbeddedFaktory.start();
                var proxy = FaultProxy.before(server);
                var connection = Connection.open(settings(proxy))) {
            proxy.set(Fault.garble(seed));
            assertThatThrownBy(() -> connection.push(Job.of("greet")))
                    .as("PUSHB, whose reply {} has no byte to spare")
                    .isInstanceOf(FaktoryException.class);
            assertThat(server.queued("default")).hasSize(1);
            proxy.clear();
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, 40);
    }

    @Test
    void aConnectionThatIsFoundClosedHasSentNothing() {
        var clock = new AtomicLong();
        var server = EmbeddedFaktory.start();
        try (var proxy = FaultProxy.before(server);
                var connection = Connection.open(settings(proxy), clock::get)) {
            server.close();
            await().atMost(Duration.ofSeconds(5)).until(() -> proxy.open() == 0);
            clock.set(Duration.ofSeconds(2).toNanos());
            assertThatThrownBy(() -> connection.push(Job.of("greet"))).isInstanceOf(ConnectionLostException.class);
        }
    }

    @ParameterizedTest(name = "END with {0}")
    @MethodSource("beforeConnecting")
    void closingThrowsNothingWhateverTheNetworkDoes(Fault fault) {
        try (var server = EmbeddedFaktory.start();
                var proxy = FaultProxy.before(server)) {
            var connection = Connection.open(settings(proxy));
            proxy.set(fault);
            connection.close();
            assertThat(connection.isOpen()).isFalse();
            awaitNoSocket(proxy);
        }
    }

    /** With whichever server tests run on: the real one where there is one. */
    @Test
    void theRealServerIsCutInMidReplyToo() {
        try (var server = WorkServers.start();
                var proxy = FaultProxy.before(server)) {
            for (var verb : List.of("PUSHB", "ACK", "INFO")) {
                try (var connection = Connection.open(settings(proxy))) {
                    proxy.set(Fault.cutAfter(Direction.TO_CLIENT, 2));
                    assertThatThrownBy(() -> COMMANDS.get(verb).accept(connection))
                            .as(verb)
                            .isInstanceOf(OutcomeUnknownException.class);
                    awaitNoSocket(proxy);
                }
            }
        }
    }

    static Stream<Fault> beforeConnecting() {
        return Stream.of(
                Fault.refuse(),
                Fault.silence(),
                Fault.cutAfter(Direction.TO_CLIENT, 1),
                Fault.cutAt(Direction.TO_CLIENT, "HELLO"));
    }

    @ParameterizedTest(name = "HELLO with {0}")
    @MethodSource("beforeConnecting")
    void aHandshakeThatMeetsAFaultCannotConnect(Fault fault) {
        try (var server = EmbeddedFaktory.start();
                var proxy = FaultProxy.before(server)) {
            proxy.set(fault);
            assertThatThrownBy(() -> Connection.open(settings(proxy)).close())
                    .isInstanceOf(CannotConnectException.class);
        }
    }
}
