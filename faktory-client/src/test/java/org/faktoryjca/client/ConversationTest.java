package org.faktoryjca.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.faktoryjca.ClosedException;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.Job;
import org.faktoryjca.PushIncompleteException;
import org.faktoryjca.RejectedException;
import org.faktoryjca.client.json.JobDefaults;
import org.faktoryjca.client.json.JobWriter;
import org.faktoryjca.client.settings.ServerSettings;
import org.junit.jupiter.api.Test;

/** Every command, with each work server. */
class ConversationTest extends ConnectedTest {
    private static final List<String> DEFAULT = List.of("default");

    @Test
    void aJobComesBackAsItWasPushedWithWhatTheServerFillsIn() {
        var before = Instant.now().minusSeconds(1);
        var jid = connection.push(Job.of("greet", 1, 2, true, "hello"));

        var fetched = connection.fetch(DEFAULT).orElseThrow();

        assertThat(fetched.jid()).isEqualTo(jid);
        assertThat(fetched.type()).isEqualTo("greet");
        assertThat(fetched.args()).containsExactly(1, 2, true, "hello");
        assertThat(fetched.queue()).hasValue("default");
        assertThat(fetched.retry()).hasValue(25);
        assertThat(fetched.createdAt().orElseThrow()).isAfter(before);
        assertThat(fetched.enqueuedAt().orElseThrow()).isAfter(before);
        assertThat(fetched.failure()).isEmpty();
    }

    @Test
    void everyFieldOfAJobSurvivesTheJourney() {
        var created = Instant.now().minusSeconds(3600).truncatedTo(ChronoUnit.MILLIS);
        connection.push(Job.of("greet", "<b>&amp;</b>", List.of(1.5, "é\u2028"))
                .jid("my-very-own-jid")
                .queue("images.large")
                .retry(3)
                .reserveFor(Duration.ofSeconds(90))
                .createdAt(created)
                .custom("trace", "abc"));

        var fetched = connection.fetch(List.of("images.large")).orElseThrow();

        assertThat(fetched.jid()).isEqualTo("my-very-own-jid");
        assertThat(fetched.args()).containsExactly("<b>&amp;</b>", List.of(1.5, "é\u2028"));
        assertThat(fetched.retry()).hasValue(3);
        assertThat(fetched.reserveFor()).hasValue(Duration.ofSeconds(90));
        assertThat(fetched.createdAt()).hasValue(created);
        assertThat(fetched.custom()).containsEntry("trace", "abc");
    }

    @Test
    void anAcknowledgedJobIsCountedAndGone() {
        connection.push(Job.of("greet"));
        connection.ack(connection.fetch(DEFAULT).orElseThrow().jid());

        var info = connection.info();
        assertThat(info.processed()).isEqualTo(1);
        assertThat(info.failures()).isZero();
        assertThat(info.working()).isZero();
        assertThat(info.queues()).containsEntry("default", 0L);
        assertThat(info.description()).startsWith("Faktory");
        assertThat(info.version()).matches("1\\..*");
    }

    @Test
    void aFailedJobWaitsForItsRetry() {
        connection.push(Job.of("greet"));
        connection.fail(
                connection.fetch(DEFAULT).orElseThrow().jid(), "Oops", "x".repeat(2000), List.of("at a", "at b"));

        var info = connection.info();
        assertThat(info.retries()).isEqualTo(1);
        assertThat(info.failures()).isEqualTo(1);
    }

    @Test
    void aFailureOfAJobThatIsNotRunningIsRejectedInTheServersWords() {
        assertThatThrownBy(() -> connection.fail("no-such-job", "Oops", "m", List.of()))
                .isInstanceOfSatisfying(RejectedException.class, e -> {
                    assertThat(e.reason()).contains("Job not found no-such-job");
                    assertThat(e.code()).isEqualTo(ErrorCode.SERVER_ERROR);
                    assertThat(e).hasMessageContaining(connection.address().display());
                });
    }

    @Test
    void aFailureMayHoldHalfASurrogatePair() {
        connection.push(Job.of("greet"));
        connection.fail(connection.fetch(DEFAULT).orElseThrow().jid(), "Oops", "cut \ud83d", List.of("\ude00"));
        assertThat(connection.info().retries()).isEqualTo(1);
    }

    @Test
    void anEmptyQueueAnswersNothingAfterAWhile() {
        assertThat(connection.fetch(List.of("empty-one", "empty-two"))).isEmpty();
    }

    @Test
    void queuesAreFetchedInTheOrderGiven() {
        connection.push(Job.of("second").queue("low"));
        connection.push(Job.of("first").queue("high"));
        assertThat(connection.fetch(List.of("high", "low")).orElseThrow().type())
                .isEqualTo("first");
        assertThat(connection.fetch(List.of("high", "low")).orElseThrow().type())
                .isEqualTo("second");
    }

    @Test
    void aScheduledJobWaits() {
        connection.push(Job.of("greet").in(Duration.ofHours(1)));
        assertThat(connection.info().scheduled()).isEqualTo(1);
        assertThat(connection.info().enqueued()).isZero();
    }

    @Test
    void plainPushWorksToo() {
        var jid = connection.pushPlain(Job.of("greet"));
        assertThat(connection.fetch(DEFAULT).orElseThrow().jid()).isEqualTo(jid);
    }

    @Test
    void pingDoesNothingThatCouldBeSeen() {
        connection.ping();
        assertThat(connection.info().enqueued()).isZero();
    }

    @Test
    void aWorkerBeatsAndIsToldToGoOn() {
        var identity = new WorkerIdentity("test-worker-1", "here", 42, List.of("java", "test"));
        try (var worker = Connection.open(ServerSettings.at(server.url()), identity)) {
            assertThat(worker.beat(identity.wid())).isEqualTo(BeatReply.OK);
        }
    }

    @Test
    void aWorkerThatSaysItIsQuietIsToldSoInEachReply() {
        var identity = new WorkerIdentity("test-worker-2", "here", 42, List.of());
        try (var worker = Connection.open(ServerSettings.at(server.url()), identity)) {
            assertThat(worker.beatQuiet(identity.wid())).isEqualTo(BeatReply.QUIET);
            assertThat(worker.beat(identity.wid())).isEqualTo(BeatReply.QUIET);
        }
    }

    @Test
    void anUnknownWorkerIsRejected() {
        assertThatThrownBy(() -> connection.beat("never-seen-here"))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("never-seen-here");
    }

    @Test
    void aQueueNameThatGetsPastOurChecksIsRejectedByTheServer() {
        var writer = new JobWriter(new JobDefaults("a b", 25, Duration.ofMinutes(30)));
        assertThatThrownBy(() -> connection.push(writer.write(Job.of("greet"))))
                .isInstanceOfSatisfying(RejectedException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.REJECTED);
                    assertThat(e.reason()).contains("queue names must match");
                });
    }

    @Test
    void manyJobsGoInChunksAndInOrder() {
        var writer = new JobWriter(JobDefaults.STANDARD);
        var jobs = java.util.stream.IntStream.range(0, 25)
                .mapToObj(i -> writer.write(Job.of("greet", i)))
                .toList();

        var jids = new BulkPush(jobs, 10).over(connection);

        assertThat(jids)
                .containsExactlyElementsOf(jobs.stream().map(job -> job.jid()).toList());
        for (int i = 0; i < 25; i++) {
            assertThat(connection.fetch(DEFAULT).orElseThrow().args()).containsExactly(i);
        }
    }

    @Test
    void ofManyJobsTheRejectedOnesAreNamed() {
        var good = new JobWriter(JobDefaults.STANDARD).write(Job.of("greet"));
        var bad = new JobWriter(new JobDefaults("a b", 25, Duration.ofMinutes(30))).write(Job.of("greet"));

        assertThatThrownBy(() -> new BulkPush(List.of(good, bad), 10).over(connection))
                .isInstanceOfSatisfying(PushIncompleteException.class, e -> {
                    assertThat(e.accepted()).containsExactly(good.jid());
                    assertThat(e.rejected()).containsOnlyKeys(bad.jid());
                    assertThat(e.unknown()).isEmpty();
                    assertThat(e.notSent()).isEmpty();
                });
    }

    @Test
    void aClosedConnectionSaysSo() {
        connection.close();
        connection.close();
        assertThat(connection.isOpen()).isFalse();
        assertThatThrownBy(connection::ping)
                .isInstanceOf(ClosedException.class)
                .hasMessageStartingWith("FAKTORY-206")
                .hasMessageContaining("close() was called");
    }

    @Test
    void aQueuesNameCannotSmuggleACommandIn() {
        connection.push(Job.of("kept"));
        for (var name : new String[] {"a b\r\nFLUSH", "a b", "", "*", null}) {
            var names = java.util.Arrays.asList("default", name);
            assertThatThrownBy(() -> connection.fetch(names)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> connection.ackAndFetch("jid-of-job", names))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> connection.failAndFetch("jid-of-job", "E", "m", List.of(), names))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> connection.fetch(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThat(connection.fetch(List.of("default")).orElseThrow().type()).isEqualTo("kept");
    }
}
