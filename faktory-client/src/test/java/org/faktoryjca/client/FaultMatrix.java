package org.faktoryjca.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.faktoryjca.CannotConnectException;
import org.faktoryjca.ConnectionLostException;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.Job;
import org.faktoryjca.OutcomeUnknownException;
import org.faktoryjca.client.FaultCase.Moment;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.testing.server.Fault;
import org.faktoryjca.testing.server.Fault.Direction;
import org.faktoryjca.testing.server.Fault.OnTheWire;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every command met by every fault of the network, at every point of its way: it ends in the exception that was promised, within
 * the time-out, the server has carried it out only where that is not denied, and no thread or socket is left.
 */
@Timeout(120)
abstract class FaultMatrix extends BehindProxy {
    private static final boolean LONG_RUN = Boolean.getBoolean("verify.long");

    /** The few that stand for the rest where all would take long. */
    static final Set<Said> FEW = EnumSet.of(Said.PUSHB, Said.FETCH, Said.ACK, Said.KILL);

    /** Whether this server runs a case by default; the others run with {@code -Dverify.long=true}. */
    abstract boolean isUsual(Said said, OnTheWire fault);

    /** In which directions it stands nonsense. */
    Set<Direction> garbledDirections() {
        return EnumSet.allOf(Direction.class);
    }

    private void prepare(Said said) {
        // What the last case has left on its way is not to arrive in this one.
        patiently().until(() -> control.info().connections() == 1);
        control.flush();
        if (said == Said.FETCH) {
            control.push(Job.of("greet"));
        }
    }

    private boolean runs(Said said, OnTheWire fault) {
        return isUsual(said, fault) || LONG_RUN;
    }

    Stream<FaultCase> endings() {
        return FaultCase.all(this::runs, Fault.cut(), Fault.halfClose(), Fault.reset());
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("endings")
    void aConnectionThatEndsTellsWhetherTheCommandWasSent(Said said, Moment moment, OnTheWire fault) {
        prepare(said);
        try (var connection = open(LONG)) {
            proxy.set(fault);
            if (moment == Moment.BEFORE_SENT) {
                patiently().until(connection::isStale);
                clock.addAndGet(Duration.ofSeconds(2).toNanos());
                assertThatThrownBy(() -> said.over(connection))
                        .isInstanceOf(ConnectionLostException.class)
                        .hasMessageContaining("Nothing was sent");
            } else {
                assertThat(catchThrowableOfType(OutcomeUnknownException.class, () -> said.over(connection))
                                .code())
                        .isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
            }
            assertEnded(connection, said, moment);
        }
    }

    Stream<FaultCase> silences() {
        return FaultCase.all(this::runs, Fault.silence(), Fault.jam(), Fault.delay(LONG.multipliedBy(10)));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("silences")
    void aSilenceEndsWithTheTimeOutAndAnUnknownOutcome(Said said, Moment moment, OnTheWire fault) {
        prepare(said);
        try (var connection = open(SHORT)) {
            proxy.set(fault);
            // There is no telling that nobody listens: what is written counts as sent.
            clock.addAndGet(Duration.ofSeconds(2).toNanos());
            assertThat(catchThrowableOfType(OutcomeUnknownException.class, () -> said.over(connection))
                            .code())
                    .isEqualTo(ErrorCode.READ_TIMEOUT);
            assertEnded(connection, said, moment);
        }
    }

    private void assertEnded(Connection connection, Said said, Moment moment) {
        assertThat(connection.isOpen()).isFalse();
        if (said.pushes()) {
            var arrived = moment == Moment.BEFORE_REPLY || moment == Moment.MID_REPLY;
            awaitEnqueued(arrived ? 1 : 0);
        }
        awaitNoSocket();
    }

    private void awaitEnqueued(long jobs) {
        patiently().untilAsserted(() -> assertThat(control.info().enqueued()).isEqualTo(jobs));
    }

    /** By default the few commands at every moment, and all from before they are sent. */
    Stream<FaultCase> slowness() {
        return FaultCase.all(
                        this::runs, Fault.singleBytes(), Fault.throttle(20_000), Fault.delay(Duration.ofMillis(20)))
                .filter(it -> it.moment() == Moment.BEFORE_SENT || FEW.contains(it.said()) || LONG_RUN);
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("slowness")
    void whatIsOnlySlowSucceeds(Said said, Moment moment, OnTheWire fault) {
        prepare(said);
        try (var connection = open(LONG)) {
            proxy.set(fault);
            said.mustArriveOver(connection);
            assertThat(connection.isOpen()).isTrue();
        }
        awaitNoSocket();
    }

    Stream<FaultCase> garbled() {
        var seeds = LongStream.range(0, LONG_RUN ? 50 : 2);
        return FaultCase.all(
                        (said, fault) -> true, seeds.mapToObj(Fault::garble).toArray(OnTheWire[]::new))
                .flatMap(it -> it.in(garbledDirections()).stream());
    }

    /**
     * A byte inside a text may change unseen; what is noticed is one of ours. A connection that goes on is in step, as far as the
     * client can tell: of a line end put into a command only the server knows. What ended well has been carried out.
     */
    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("garbled")
    void aGarbledByteIsAnErrorOfOursOrHasDoneNoHarm(Said said, Moment moment, OnTheWire fault) {
        prepare(said);
        var repliesOnly = !fault.directions().contains(Direction.TO_SERVER);
        // Some end with the time-out, and what goes on is to have an answer within it.
        try (var connection = open(Duration.ofSeconds(1))) {
            proxy.set(fault);
            var ended = Optional.ofNullable(catchThrowable(() -> said.over(connection)));
            proxy.clear();
            ended.ifPresent(e -> assertThat(e).isInstanceOf(FaktoryException.class));
            assertThat(connection.isOpen())
                    .as("open after %s", ended)
                    .isNotEqualTo(ended.stream()
                            .flatMap(e -> Stream.concat(Stream.of(e), Arrays.stream(e.getSuppressed())))
                            .anyMatch(FaultMatrix::givesUpTheConnection));
            if (connection.isOpen() && repliesOnly) {
                connection.ping();
            }
            if (said.pushes() && (ended.isEmpty() || repliesOnly)) {
                awaitEnqueued(1);
            }
        }
        control.ping();
        awaitNoSocket();
    }

    private static boolean givesUpTheConnection(Throwable e) {
        return e instanceof OutcomeUnknownException || e instanceof ConnectionLostException;
    }

    Stream<Fault> whileConnecting() {
        var moments = Stream.of(Fault.silence(), Fault.cut(), Fault.halfClose(), Fault.reset(), Fault.delay(LONG))
                .flatMap(fault -> Stream.of(
                        fault,
                        fault.in(Direction.TO_CLIENT).after(1),
                        fault.in(Direction.TO_SERVER).at("HELLO").after(2),
                        fault.in(Direction.TO_CLIENT).at("HELLO"),
                        fault.in(Direction.TO_CLIENT).at("HELLO").after(1)));
        return Stream.concat(Stream.of(Fault.refuse()), moments);
    }

    @ParameterizedTest(name = "HELLO {0}")
    @MethodSource("whileConnecting")
    void aHandshakeThatMeetsAFaultCannotConnect(Fault fault) {
        proxy.set(fault);
        assertThatThrownBy(() -> Connection.open(ServerSettings.at(proxy.url()).withConnectTimeout(SHORT)))
                .isInstanceOfSatisfying(
                        CannotConnectException.class,
                        e -> assertThat(e.code())
                                .isIn(ErrorCode.CONNECT_FAILED, ErrorCode.CONNECT_TIMEOUT, ErrorCode.HANDSHAKE_FAILED));
        awaitNoSocket();
    }

    Stream<Fault> whileEnding() {
        return Stream.of(Fault.refuse(), Fault.silence(), Fault.cut(), Fault.halfClose(), Fault.reset())
                .flatMap(fault -> fault instanceof OnTheWire wire ? Stream.of(wire, wire.at("END")) : Stream.of(fault));
    }

    @ParameterizedTest(name = "END {0}")
    @MethodSource("whileEnding")
    void closingThrowsNothingWhateverTheNetworkDoes(Fault fault) {
        var connection = open(SHORT);
        proxy.set(fault);
        connection.close();
        assertThat(connection.isOpen()).isFalse();
        awaitNoSocket();
    }

    /** More than the network's buffers hold: the write itself does not return. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("jams")
    void aHugeCommandThatNobodyReadsEndsWithTheTimeOutToo(OnTheWire fault) {
        control.flush();
        var job = Job.of("greet", "x".repeat(30_000_000));
        try (var connection = open(SHORT)) {
            proxy.set(fault);
            assertThatThrownBy(() -> connection.push(job))
                    .isInstanceOfSatisfying(
                            OutcomeUnknownException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.READ_TIMEOUT));
            assertThat(connection.isOpen()).isFalse();
            awaitNoSocket();
        }
        assertThat(control.info().enqueued()).isZero();
    }

    static List<OnTheWire> jams() {
        return List.of(
                Fault.jam().in(Direction.TO_SERVER),
                Fault.jam().in(Direction.TO_SERVER).at("PUSHB").after(100_000));
    }
}
