package org.faktoryjca.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.faktoryjca.FaktoryAdmin;
import org.faktoryjca.Job;
import org.faktoryjca.JobFilter;
import org.faktoryjca.JobSet;
import org.faktoryjca.ServerInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each operation on each set with each kind of filter: it reaches the jobs that fit, and no other. */
class JobSetsTest extends ConnectedTest {

    /** A set, how jobs come into it, and how many are in it. */
    enum Place {
        SCHEDULED(FaktoryAdmin::scheduled, ServerInfo::scheduled) {
            @Override
            void fill(Connection connection, Job job) {
                connection.push(job.in(Duration.ofHours(1)));
            }
        },
        RETRIES(FaktoryAdmin::retries, ServerInfo::retries) {
            @Override
            void fill(Connection connection, Job job) {
                failed(connection, job);
            }
        },
        DEAD(FaktoryAdmin::dead, ServerInfo::dead) {
            @Override
            void fill(Connection connection, Job job) {
                failed(connection, job.buryOnFailure());
            }
        };

        private final Function<FaktoryAdmin, JobSet> set;
        private final Function<ServerInfo, Long> size;

        Place(Function<FaktoryAdmin, JobSet> set, Function<ServerInfo, Long> size) {
            this.set = set;
            this.size = size;
        }

        abstract void fill(Connection connection, Job job);

        long size(Connection connection) {
            return size.apply(connection.info());
        }

        private static void failed(Connection connection, Job job) {
            connection.push(job);
            var fetched = connection.fetch(List.of("default")).orElseThrow();
            connection.fail(fetched.jid(), "Oops", "it went wrong", List.of());
        }
    }

    enum Operation {
        REQUEUE(JobSet::requeue),
        KILL(JobSet::kill),
        DISCARD(JobSet::discard);

        private final BiConsumer<JobSet, JobFilter> does;

        Operation(BiConsumer<JobSet, JobFilter> does) {
            this.does = does;
        }
    }

    /** Filters, and which of the four jobs fit each. */
    enum Chosen {
        BY_ONE_JID(JobFilter.jids("jid-of-mail-a"), 1),
        BY_JIDS(JobFilter.jids("jid-of-mail-a", "jid-of-sms-cc", "jid-of-nobody"), 2),
        BY_TYPE(JobFilter.type("mail"), 2),
        BY_PATTERN(JobFilter.matching("*to d*"), 1),
        BY_TYPE_AND_PATTERN(JobFilter.type("mail").andMatching("*to b*"), 1),
        BY_TYPE_AND_PATTERN_OF_ANOTHER(JobFilter.type("mail").andMatching("*to d*"), 0),
        BY_UNKNOWN_TYPE(JobFilter.type("letter"), 0),
        EVERY_ONE(JobFilter.everyJob(), 4);

        private final JobFilter filter;
        private final int count;

        Chosen(JobFilter filter, int count) {
            this.filter = filter;
            this.count = count;
        }
    }

    private void fill(Place place) {
        place.fill(connection, Job.of("mail", "to a").jid("jid-of-mail-a"));
        place.fill(connection, Job.of("mail", "to b").jid("jid-of-mail-b"));
        place.fill(connection, Job.of("sms", "to c").jid("jid-of-sms-cc"));
        place.fill(connection, Job.of("fax", "to d").jid("jid-of-fax-dd"));
        assertThat(place.size(connection)).isEqualTo(4);
    }

    static Stream<Arguments> operations() {
        return Arrays.stream(Place.values())
                .flatMap(place -> Arrays.stream(Operation.values())
                        .flatMap(operation ->
                                Arrays.stream(Chosen.values()).map(chosen -> Arguments.of(place, operation, chosen))));
    }

    @ParameterizedTest(name = "{1} in {0} {2}")
    @MethodSource("operations")
    void anOperationReachesTheJobsThatFitAndNoOther(Place place, Operation operation, Chosen chosen) {
        fill(place);
        operation.does.accept(place.set.apply(connection.admin()), chosen.filter);

        var info = connection.info();
        if (place == Place.DEAD && operation == Operation.KILL) {
            // What is dead already stays so.
            assertThat(info.dead()).isEqualTo(4);
            assertThat(info.enqueued()).isZero();
            return;
        }
        assertThat(place.size.apply(info)).isEqualTo(4 - chosen.count);
        assertThat(info.enqueued()).isEqualTo(operation == Operation.REQUEUE ? chosen.count : 0);
        if (place != Place.DEAD) {
            assertThat(info.dead()).isEqualTo(operation == Operation.KILL ? chosen.count : 0);
        }
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void aClearedSetIsEmptyAndNoOtherIs(Place place) {
        for (var each : Place.values()) {
            fill(each);
        }
        place.set.apply(connection.admin()).clear();
        for (var each : Place.values()) {
            assertThat(each.size(connection)).isEqualTo(each == place ? 0 : 4);
        }
    }

    @Test
    void aDeadJobThatIsKilledAgainCanStillBeRun() {
        fill(Place.DEAD);
        connection.admin().dead().kill(JobFilter.type("fax"));
        connection.admin().dead().requeue(JobFilter.jids("jid-of-fax-dd"));
        assertThat(connection.fetch(List.of("default")).orElseThrow().jid()).isEqualTo("jid-of-fax-dd");
        assertThat(connection.info().dead()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void aRequeuedJobIsRunAtOnce(Place place) {
        fill(place);
        place.set.apply(connection.admin()).requeue(JobFilter.jids("jid-of-fax-dd"));
        assertThat(connection.fetch(List.of("default")).orElseThrow().jid()).isEqualTo("jid-of-fax-dd");
    }
}
