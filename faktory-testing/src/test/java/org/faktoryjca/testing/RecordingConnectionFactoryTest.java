package org.faktoryjca.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.faktoryjca.ClosedException;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.FaktoryConnection;
import org.faktoryjca.InvalidJobException;
import org.faktoryjca.Job;
import org.faktoryjca.JobFilter;
import org.faktoryjca.client.Connection;
import org.faktoryjca.client.json.JobDefaults;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.testing.ImageJobs.Crop;
import org.faktoryjca.testing.RecordingConnectionFactory.Run;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordingConnectionFactoryTest {
    private final RecordingConnectionFactory faktory = new RecordingConnectionFactory();

    @Test
    void whatIsPushedIsRecordedInOrderAsAWorkerGetsIt() {
        var one = Job.of("mail", new Crop("a", 1, 2, Optional.empty()));
        var two = Job.of("mail", 2).queue("low").retry(3).custom("tenant", 7);

        assertThat(faktory.push(one)).isEqualTo(one.jid());
        assertThat(faktory.pushAll(List.of(two, two))).containsExactly(two.jid(), two.jid());

        assertThat(faktory.pushed()).extracting(Job::jid).containsExactly(one.jid(), two.jid(), two.jid());
        assertThat(faktory.pushed().get(0).arg(0, Crop.class)).isEqualTo(new Crop("a", 1, 2, Optional.empty()));
        assertThat(faktory.pushed().get(0).queue()).contains("default");
        assertThat(faktory.pushed().get(1).custom()).containsEntry("tenant", 7);
        assertThat(faktory.pushed().get(1).retry()).hasValue(3);
    }

    @Test
    void theDefaultsAreThoseOfTheApplicationsOwnFactory() {
        var own = new RecordingConnectionFactory(new JobDefaults("images", 5, Duration.ofMinutes(2)));
        own.push(Job.of("thumbnail", 1));

        var job = own.assertPushed("thumbnail", 1);
        assertThat(job.queue()).contains("images");
        assertThat(job.retry()).hasValue(5);
        assertThat(job.reserveFor()).contains(Duration.ofMinutes(2));
    }

    @Test
    void aPushIsAssertedByTypeAndArguments() {
        faktory.push(Job.of("thumbnail", 7L, 200));
        faktory.push(Job.of("crop", new Crop("a", 1, 2, Optional.empty())).queue("images"));

        assertThat(faktory.assertPushed("thumbnail", 7, 200.0).type()).isEqualTo("thumbnail");
        var map = new HashMap<String, Object>(Map.of("image", "a", "width", 1, "height", 2));
        map.put("until", null);
        assertThat(faktory.assertPushed("crop", map).queue()).contains("images");
        assertThatThrownBy(() -> faktory.assertPushed("thumbnail", 7))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("expected a pushed job thumbnail[7]")
                .hasMessageContaining("thumbnail[7, 200], queue default");
        assertThatThrownBy(faktory::assertNothingPushed)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("queue images");
        faktory.clear();
        faktory.assertNothingPushed();
        assertThatThrownBy(() -> faktory.assertPushed("thumbnail", 7, 200)).hasMessageContaining("there was none");
    }

    @Test
    void theOneThatCannotBeSentStopsAllOfThem() {
        assertThatThrownBy(() -> faktory.pushAll(List.of(Job.of("good"), Job.of("bad", Double.NaN))))
                .isInstanceOfSatisfying(
                        InvalidJobException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNENCODABLE_VALUE));
        faktory.assertNothingPushed();
    }

    static List<Job> jobs() {
        return List.of(
                Job.of("plain", 1, -2L, "three", true, null, 4.5, 1e300, 0.1f),
                Job.of("round", 1.0, 100f, new java.math.BigDecimal("2.50"), -0.0),
                Job.of("text", "<a href=\"x\">&é\u2028\uD83D\uDE00</a>"),
                Job.of("deep", List.of(Map.of("b", List.of(1.0), "a", "x")), new int[] {1, 2}),
                Job.of("record", new Crop("a", 1, 2, Optional.of(Instant.EPOCH))),
                Job.of("bury").buryOnFailure(),
                Job.of("forget").discardOnFailure().queue("a.b-c_d").reserveFor(Duration.ofHours(2)),
                Job.of("past").at(Instant.EPOCH),
                Job.of("custom").custom("z", 1.0).custom("a", "b").createdAt(Instant.parse("2020-01-01T00:00:00.5Z")));
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void whatIsRecordedIsWhatAServerHandsOut(Job job) {
        faktory.push(job);
        try (var server = EmbeddedFaktory.start();
                var connection = Connection.open(ServerSettings.at(server.url()))) {
            connection.push(job);
            var fetched = connection.fetch(List.of("default", "a.b-c_d")).orElseThrow();
            var recorded = faktory.pushed().get(0);
            assertThat(recorded.args()).isEqualTo(fetched.args());
            assertThat(recorded.custom()).isEqualTo(fetched.custom());
            assertThat(recorded.createdAt(Instant.EPOCH).enqueuedAt(Instant.EPOCH))
                    .isEqualTo(fetched.createdAt(Instant.EPOCH).enqueuedAt(Instant.EPOCH));
        }
    }

    @Test
    void aDrainRunsWhatIsPushedAndWhatThatPushesInTurn() {
        var heard = new ArrayList<Object>();
        var runner = JobRunner.of(job -> {
            heard.add(job.arg(0, int.class));
            if (job.arg(0, int.class) < 3) {
                faktory.push(Job.of("count", job.arg(0, int.class) + 10));
            }
        });
        faktory.pushAll(List.of(Job.of("count", 1), Job.of("count", 2), Job.of("count", "three")));

        var runs = faktory.drainInto(runner);

        assertThat(heard).containsExactly(1, 2, 11, 12);
        assertThat(runs).extracting(Run::succeeded).containsExactly(true, true, false, true, true);
        assertThat(runs.get(2).job().args()).containsExactly("three");
        assertThat(faktory.queued()).isEmpty();
        assertThat(faktory.pushed()).hasSize(5);
        assertThat(faktory.drainInto(runner)).isEmpty();
    }

    @Test
    void aDrainLeavesScheduledJobsUntilTheirTime() {
        var in = Instant.now();
        faktory.push(Job.of("later", 2).at(in.plusSeconds(7200)));
        faktory.push(Job.of("later", 1).at(in.plusSeconds(3600)));
        faktory.push(Job.of("now", 0));
        var heard = new ArrayList<Object>();
        var runner = JobRunner.of(job -> heard.add(job.args().get(0)));

        faktory.drainInto(runner);
        assertThat(heard).containsExactly(0);
        assertThat(faktory.scheduled()).hasSize(2);

        faktory.drainInto(runner, in.plusSeconds(3600));
        assertThat(heard).containsExactly(0, 1);

        faktory.drainInto(runner, in.plusSeconds(8000));
        assertThat(heard).containsExactly(0, 1, 2);
        assertThat(faktory.scheduled()).isEmpty();
    }

    @Test
    void jobsThatPushEachOtherWithoutEndAreFound() {
        faktory.push(Job.of("again"));
        assertThatThrownBy(() -> faktory.drainInto(JobRunner.of(job -> faktory.push(Job.of("again")))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("more than 100000 jobs were pushed while this drain ran 100001")
                .hasMessageContaining("still one of type again");
    }

    @Test
    void asManyJobsAsWerePushedBeforeAreDrained() {
        faktory.pushAll(Collections.nCopies(100_001, Job.of("mail")));

        assertThat(faktory.drainInto(JobRunner.of(job -> {}))).hasSize(100_001).allMatch(Run::succeeded);
    }

    /** The time-out is for those who look at all that waits each time they want the next one: they would need hours. */
    @Test
    @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
    void manyJobsAreDrainedThoughManyOthersWaitBeforeThemAndAfter() {
        var later = Instant.now().plusSeconds(3600);
        faktory.pushAll(Collections.nCopies(50_000, Job.of("held").queue("paused")));
        faktory.pushAll(Collections.nCopies(50_000, Job.of("mail")));
        faktory.pushAll(Collections.nCopies(50_000, Job.of("remind").at(later)));
        faktory.push(Job.of("remind", "first").at(later.minusSeconds(1)));
        try (var connection = faktory.getConnection()) {
            connection.admin().pause(List.of("paused"));
        }

        var runs = faktory.drainInto(JobRunner.of(job -> {}), later);

        assertThat(runs).hasSize(100_001);
        assertThat(runs.get(49_999).job().type()).isEqualTo("mail");
        assertThat(runs.get(50_000).job().args()).containsExactly("first");
        assertThat(faktory.queued()).hasSize(50_000);
    }

    @Test
    void aDrainIntoNothingIsRefusedAndTakesNoJobOut() {
        faktory.push(Job.of("mail"));
        assertThatThrownBy(() -> faktory.drainInto(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("runner");
        assertThat(faktory.queued()).hasSize(1);
    }

    @Test
    void administrationWorksOnTheRecordedJobs() {
        var later = Instant.now().plusSeconds(3600);
        faktory.pushAll(List.of(
                Job.of("a").queue("one"),
                Job.of("a").queue("two"),
                Job.of("b", "x").at(later),
                Job.of("b", "y").at(later),
                Job.of("c").at(later)));
        try (FaktoryConnection connection = faktory.getConnection("any password")) {
            var admin = connection.admin();
            admin.pause(List.of("one", "unknown"));
            assertThat(faktory.drainInto(JobRunner.of(job -> {}))).hasSize(1);
            assertThat(admin.queues()).isEqualTo(Map.of("one", 1L, "two", 0L));
            assertThat(admin.latency(List.of("one", "two")).get("two")).isZero();

            admin.scheduled().kill(JobFilter.type("c"));
            admin.scheduled().discard(JobFilter.matching("*\"y\"*"));
            var info = connection.info();
            assertThat(Arrays.asList(info.enqueued(), info.scheduled(), info.dead(), info.processed()))
                    .containsExactly(1L, 1L, 1L, 1L);
            admin.dead().clear();
            admin.scheduled().requeue(JobFilter.everyJob());
            admin.resumeAll();
            assertThat(faktory.queued()).extracting(Job::type).containsExactly("a", "b");
            admin.remove(List.of("one"));
            assertThat(admin.queues()).isEqualTo(Map.of("two", 0L, "default", 1L));
            admin.eraseEverything();
            assertThat(connection.info().enqueued()).isZero();
            assertThatThrownBy(() -> admin.pause(List.of())).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aClosedConnectionRefuses() {
        var connection = faktory.getConnection();
        connection.close();
        assertThatThrownBy(() -> connection.push(Job.of("late"))).isInstanceOf(ClosedException.class);
        assertThatThrownBy(connection::info).isInstanceOf(ClosedException.class);
        assertThatThrownBy(connection::admin).isInstanceOf(ClosedException.class);
    }

    @Test
    void itIsNotSerializable() throws Exception {
        try (var out = new ObjectOutputStream(new ByteArrayOutputStream())) {
            assertThatThrownBy(() -> out.writeObject(faktory)).isInstanceOf(NotSerializableException.class);
        }
    }
}
