package org.faktoryjca.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.faktoryjca.CannotConnectException;
import org.faktoryjca.ConnectionLostException;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.Job;
import org.faktoryjca.OutcomeUnknownException;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.testing.server.Fault;
import org.faktoryjca.testing.server.Fault.Direction;
import org.faktoryjca.testing.server.Fault.OnTheWire;
import org.faktoryjca.testing.server.FaultProxy;
import org.faktoryjca.testing.server.WorkServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every command met by every fault of the network, at every point of its way: it ends in the exception that was promised, within
 * the time-out, the server has carried it out only where that is not denied, and no thread or socket is left.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(40)
abstract class FaultMatrix {
    static final WorkerIdentity WORKER = new WorkerIdentity("worker-of-matrix", "here", 1, List.of());

    /** For what is to be waited out. */
    private static final Duration SHORT = Duration.ofMillis(100);

    /** For what is to be found at once, however busy the machine is. */
    private static final Duration LONG = Duration.ofSeconds(15);

    /** The few that stand for the rest where all would take long. */
    static final Set<Said> FEW = EnumSet.of(Said.PUSHB, Said.FETCH, Said.ACK, Said.KILL);

    /** Where on its way a command is when the fault comes. */
    enum Moment {
        BEFORE_SENT,
        MID_REQUEST,
        BEFORE_REPLY,
        MID_REPLY;

        OnTheWire of(OnTheWire fault, String verb) {
            return switch (this) {
                case BEFORE_SENT -> fault;
                case MID_REQUEST -> fault.in(Direction.TO_SERVER).at(verb).after(2);
                case BEFORE_REPLY -> fault.in(Direction.TO_CLIENT).at(verb);
                case MID_REPLY -> fault.in(Direction.TO_CLIENT).at(verb).after(1);
            };
        }
    }

    private final Leftovers leftovers = new Leftovers();
    private final AtomicLong clock = new AtomicLong();
    private WorkServer server;
    private Connection control;
    private FaultProxy proxy;

    /** One for all cases. */
    abstract WorkServer startServer();

    /** Whether this server runs a case by default; the others run with {@code -Dverify.long=true}. */
    abstract boolean isUsual(Said said, OnTheWire fault);

    /** In which directions it stands nonsense. */
    Set<Direction> garbledDirections() {
        return EnumSet.allOf(Direction.class);
    }

    @BeforeAll
    void start() {
        leftovers.count();
        server = startServer();
        control = Connection.open(ServerSettings.at(server.url()), WORKER);
    }

    @AfterAll
    void stop() {
        control.close();
        server.close();
        leftovers.awaitNone();
    }

    @BeforeEach
    void stepIn() {
        proxy = FaultProxy.before(server);
    }

    @AfterEach
    void stepOut() {
        proxy.close();
    }

    private Connection open(Duration readTimeout) {
        return Connection.open(
                ServerSettings.at(proxy.url()).withConnectTimeout(LONG).withReadTimeout(readTimeout), clock::get);
    }

    /** The proxy sees the client's end of each connection close. */
    private void awaitNoSocket() {
        proxy.clear();
        patiently().until(() -> proxy.open() == 0);
    }

    private static ConditionFactory patiently() {
        return await().atMost(LONG).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5));
    }

    private void prepare(Said said) {
        control.flush();
        if (said == Said.FETCH) {
            control.push(Job.of("greet"));
        }
    }

    private boolean runs(Said said, OnTheWire fault) {
        return isUsual(said, fault) || Boolean.getBoolean("verify.long");
    }

    Stream<Arguments> endings() {
        return Arrays.stream(Said.values())
                .flatMap(said -> Stream.of(Fault.cut(), Fault.halfClose(), Fault.reset())
                        .filter(fault -> runs(said, fault))
                        .flatMap(fault -> Arrays.stream(Moment.values())
                                .map(moment -> Arguments.of(said, moment, moment.of(fault, said.verb())))));
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

    Stream<Arguments> silences() {
        return Arrays.stream(Said.values())
                .flatMap(said -> Stream.of(Fault.silence(), Fault.jam(), Fault.delay(LONG.multipliedBy(10)))
                        .filter(fault -> runs(said, fault))
                        .flatMap(fault -> Arrays.stream(Moment.values())
                                .map(moment -> Arguments.of(said, moment, moment.of(fault, said.verb())))));
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
            patiently()
                    .untilAsserted(() -> assertThat(control.info().enqueued()).isEqualTo(arrived ? 1 : 0));
        }
        proxy.close();
        assertThat(proxy.open()).isZero();
    }

    Stream<Arguments> slowness() {
        return Arrays.stream(Said.values())
                .flatMap(said -> Stream.of(
                                Fault.singleBytes(), Fault.throttle(20_000), Fault.delay(Duration.ofMillis(20)))
                        .filter(fault -> runs(said, fault))
                        .flatMap(fault -> Arrays.stream(Direction.values())
                                .map(direction -> Arguments.of(said, fault.in(direction)))));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("slowness")
    void whatIsOnlySlowSucceeds(Said said, OnTheWire fault) {
        prepare(said);
        try (var connection = open(LONG)) {
            proxy.set(fault);
            said.mustArriveOver(connection);
            assertThat(connection.isOpen()).isTrue();
        }
        awaitNoSocket();
    }

    Stream<Arguments> garbled() {
        var seeds = Boolean.getBoolean("verify.long") ? 100 : 3;
        return Arrays.stream(Said.values())
                .flatMap(said -> IntStream.range(0, seeds)
                        .boxed()
                        .flatMap(seed -> Arrays.stream(Direction.values())
                                .map(direction ->
                                        Fault.garble(seed).in(direction).at(said.verb())))
                        .map(fault -> Arguments.of(said, fault)));
    }

    /** A byte inside a text may change unseen; what is noticed is one of ours, and the connection is given up if need be. */
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("garbled")
    void aGarbledByteIsAnErrorOfOursOrNone(Said said, OnTheWire fault) {
        prepare(said);
        try (var connection = open(SHORT)) {
            proxy.set(fault);
            try {
                said.over(connection);
            } catch (FaktoryException e) {
                assertThat(connection.isOpen())
                        .as(e.getMessage())
                        .isEqualTo(!(e instanceof OutcomeUnknownException || e instanceof ConnectionLostException));
            }
        }
        awaitNoSocket();
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
