package org.faktoryjca.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.faktoryjca.CannotConnectException;
import org.faktoryjca.Job;
import org.faktoryjca.OutcomeUnknownException;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.faktoryjca.testing.server.Fault;
import org.faktoryjca.testing.server.Fault.Direction;
import org.faktoryjca.testing.server.FaultProxy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Commands met by faults of the network. */
class FaultMatrixTest {
    private static final Map<String, Consumer<Connection>> COMMANDS = Map.of(
            "PUSH", c -> c.pushPlain(Job.of("greet")),
            "PUSHB", c -> c.push(Job.of("greet")),
            "ACK", c -> c.ack("unknown-job"),
            "BEAT", c -> c.beat("worker-of-matrix"),
            "INFO", Connection::info,
            "FLUSH", Connection::flush,
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
