package org.faktoryjca.client.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.InvalidJobException;
import org.faktoryjca.Job;
import org.faktoryjca.OutcomeUnknownException;
import org.faktoryjca.PushIncompleteException;
import org.faktoryjca.client.Connection;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.client.settings.Setting;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.faktoryjca.testing.server.Fault;
import org.faktoryjca.testing.server.Fault.Direction;
import org.faktoryjca.testing.server.FaultProxy;
import org.faktoryjca.testing.server.WorkServer;
import org.faktoryjca.testing.server.WorkServers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A hundred thousand jobs at once: in order, or with an account of each. */
class PushAllTest {
    private static final int MANY = 100_000;
    /** For faults on the way: as many chunks as are needed to be in their middle. */
    private static final int SOME = Boolean.getBoolean("verify.long") ? MANY : 12_000;

    private static final int CHUNK = 1000;

    /** Of the same length each, so that bytes can be counted in jobs. */
    private static List<Job> jobs(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Job.of("count", "%06d".formatted(i)).jid("jid-%06d".formatted(i)))
                .toList();
    }

    private static List<String> jids(int from, int to) {
        return IntStream.range(from, to).mapToObj("jid-%06d"::formatted).toList();
    }

    private static FaktoryConnections factory(WorkServer server) {
        return FaktoryConnections.at(server.url())
                .set(Setting.READ_TIMEOUT, "2s")
                .build();
    }

    @Test
    void theyArriveInTheirOrder() {
        try (var server = WorkServers.start();
                var faktory = factory(server)) {
            assertThat(faktory.pushAll(jobs(MANY))).isEqualTo(jids(0, MANY));
            try (var worker = Connection.open(ServerSettings.at(server.url()))) {
                assertThat(worker.info().queues()).containsEntry("default", (long) MANY);
                // The real server is read a little way; the one in memory shows its whole queue.
                for (var jid : jids(0, 1500)) {
                    assertThat(worker.fetch(List.of("default")).orElseThrow().jid())
                            .isEqualTo(jid);
                }
            }
        }
        try (var server = EmbeddedFaktory.start();
                var faktory = factory(server)) {
            faktory.pushAll(jobs(MANY));
            assertThat(arrived(server)).isEqualTo(jids(0, MANY));
        }
    }

    private static List<String> arrived(EmbeddedFaktory server) {
        return server.queued("default").stream()
                .map(json -> json.substring(json.indexOf("jid-")))
                .map(json -> json.substring(0, json.indexOf('"')))
                .toList();
    }

    static Stream<Arguments> midway() {
        var halfway = SOME / 2 * 110L;
        return Stream.of(
                Arguments.of(Fault.cut().in(Direction.TO_SERVER).after(halfway), ErrorCode.OUTCOME_UNKNOWN),
                Arguments.of(Fault.reset().in(Direction.TO_SERVER).after(halfway), ErrorCode.OUTCOME_UNKNOWN),
                Arguments.of(Fault.halfClose().in(Direction.TO_SERVER).after(halfway), ErrorCode.OUTCOME_UNKNOWN),
                Arguments.of(Fault.silence().in(Direction.TO_SERVER).after(halfway), ErrorCode.READ_TIMEOUT),
                Arguments.of(Fault.jam().in(Direction.TO_SERVER).after(halfway), ErrorCode.READ_TIMEOUT),
                Arguments.of(Fault.cut().in(Direction.TO_CLIENT).after(100), ErrorCode.OUTCOME_UNKNOWN),
                Arguments.of(Fault.silence().in(Direction.TO_CLIENT).after(100), ErrorCode.READ_TIMEOUT),
                Arguments.of(Fault.garble(3).in(Direction.TO_CLIENT).after(100), ErrorCode.PROTOCOL_BROKEN));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("midway")
    void aFaultOnTheWayLeavesAnAccountOfEachJob(Fault fault, ErrorCode cause) {
        try (var server = EmbeddedFaktory.start();
                var proxy = FaultProxy.before(server);
                var faktory = factory(proxy)) {
            proxy.set(fault);
            var told = catchThrowableOfType(PushIncompleteException.class, () -> faktory.pushAll(jobs(SOME)));

            assertThat(told.getCause())
                    .isInstanceOfSatisfying(
                            OutcomeUnknownException.class,
                            e -> assertThat(e.code()).isEqualTo(cause));
            var sent = told.accepted().size();
            assertThat(sent).isPositive().isLessThan(SOME - CHUNK);
            assertThat(told.accepted()).isEqualTo(jids(0, sent));
            assertThat(told.unknown()).isEqualTo(jids(sent, sent + CHUNK));
            assertThat(told.notSent()).isEqualTo(jids(sent + CHUNK, SOME));
            assertThat(told.rejected()).isEmpty();
            assertThat(arrived(server)).isIn(jids(0, sent), jids(0, sent + CHUNK));
        }
    }

    @Test
    void whatIsLeftCanBePushedFromTheAccount() {
        try (var server = EmbeddedFaktory.start();
                var proxy = FaultProxy.before(server);
                var faktory = factory(proxy)) {
            proxy.set(Fault.cut().in(Direction.TO_SERVER).after(1_000_000));
            var told = catchThrowableOfType(PushIncompleteException.class, () -> faktory.pushAll(jobs(SOME)));
            proxy.clear();
            var again = new HashSet<>(told.unknown());
            again.addAll(told.notSent());
            faktory.pushAll(
                    jobs(SOME).stream().filter(job -> again.contains(job.jid())).toList());
            assertThat(arrived(server)).isEqualTo(jids(0, SOME));
        }
    }

    @Test
    void aServerThatIsAwayFromTheBeginningIsNoIncompletePush() {
        try (var server = EmbeddedFaktory.start();
                var proxy = FaultProxy.before(server);
                var faktory = factory(proxy)) {
            proxy.set(Fault.refuse());
            assertThatThrownBy(() -> faktory.pushAll(jobs(SOME)))
                    .isInstanceOf(FaktoryException.class)
                    .isNotInstanceOf(PushIncompleteException.class)
                    .hasMessageStartingWith("FAKTORY-103");
        }
    }

    @Test
    void oneThatCannotBeSentStopsThemAllBeforeTheFirst() {
        try (var server = EmbeddedFaktory.start();
                var faktory = factory(server)) {
            var jobs = new ArrayList<>(jobs(SOME));
            jobs.add(Job.of("count", Long.MAX_VALUE));
            assertThatThrownBy(() -> faktory.pushAll(jobs)).isInstanceOf(InvalidJobException.class);
            assertThat(server.queued("default")).isEmpty();
        }
    }
}
