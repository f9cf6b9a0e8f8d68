package org.faktoryjca.ra.outbound;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.transaction.RollbackException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.faktoryjca.Job;
import org.faktoryjca.client.Connection;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.ra.CapturedLog;
import org.faktoryjca.ra.RealFaktory;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.faktoryjca.testing.server.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Transactions with pushes while Faktory is away, slow, or lost in the middle. */
@Timeout(120)
class SendingOutageTest extends BehindProxy {
    private void awaitArrived(String... types) {
        await().atMost(60, SECONDS).untilAsserted(() -> assertThat(arrived()).containsExactly(types));
    }

    @Test
    void aConnectionThatWasLostIsMadeAgainBeforeTheCommit() throws Exception {
        pusher.commit(faktory, Job.of("first"));
        var answered = Instant.now();
        server.close();
        // A server that has answered just now is not looked at.
        await().until(() -> Instant.now().isAfter(answered.plus(Connection.FRESH)));
        assertThatThrownBy(() -> pusher.commit(faktory, Job.of("never"))).isInstanceOf(RollbackException.class);
        server = EmbeddedFaktory.builder().bind("127.0.0.1", server.port()).start();
        pusher.commit(faktory, Job.of("second"));
        assertThat(arrived()).containsExactly("second");
    }

    @Test
    void aServerThatAcceptsAndSaysNothingRollsBack() throws Exception {
        proxy.set(Fault.silence());
        assertThatThrownBy(() -> pusher.commit(faktory, Job.of("never")))
                .isInstanceOf(RollbackException.class)
                .satisfies(thrown -> assertThat(Pusher.causes(thrown)).anyMatch(text -> text.contains("FAKTORY-403")));
    }

    @Test
    void aSlowReplyHoldsNobodyUpAndNothingIsSentTwice() throws Exception {
        factory.setReadTimeout("60s");
        factory.setConnectTimeout("5s");
        pusher.commit(faktory, Job.of("first"));
        pusher.commit(() -> proxy.set(Fault.delay(Duration.ofSeconds(2))), faktory, Job.of("second"));
        // It has returned before its reply, and goes on before the next.
        proxy.clear();
        await().atMost(60, SECONDS).ignoreExceptions().untilAsserted(() -> pusher.commit(faktory, Job.of("third")));
        awaitArrived("first", "second", "third");
    }

    @Test
    void aServerThatFallsSilentHoldsNobodyUpAsLongAsItsReadTimeout() throws Exception {
        factory.setReadTimeout("1h");
        pusher.commit(faktory, Job.of("first"));
        pusher.commit(() -> proxy.set(Fault.silence()), faktory, Job.of("second"));
        assertThatThrownBy(() -> pusher.commit(faktory, Job.of("never"))).isInstanceOf(RollbackException.class);
    }

    @Test
    void aReplyThatNeverComesHoldsWhatFollowsUpNoLongerThanTheReadTimeout() throws Exception {
        pusher.commit(faktory, Job.of("first"));
        pusher.commit(() -> proxy.set(Fault.silence()), faktory, Job.of("second"));
        // The connection stays, and what it has swallowed stays so.
        proxy.clear();
        await().atMost(60, SECONDS).ignoreExceptions().untilAsserted(() -> pusher.commit(faktory, Job.of("third")));
        awaitArrived("first", "second", "third");
    }

    @Test
    void aServerThatReadsNothingHoldsNobodyUp() throws Exception {
        var large = "x".repeat(10_000);
        var jobs = IntStream.range(0, 1000)
                .mapToObj(i -> Job.of("large", i, large))
                .toArray(Job[]::new);
        pusher.commit(() -> proxy.set(Fault.jam()), faktory, jobs);
        assertThat(server.queued("default")).isEmpty();
        proxy.clear();
        await().atMost(60, SECONDS).until(() -> server.queued("default").size() >= 1000);
        assertThat(Pusher.jids(server.queued("default")))
                .containsAll(List.of(jobs).stream().map(Job::jid).toList());
    }

    @Test
    void aChunkOfUnknownFateIsSentAgainWithTheSameIds() throws Exception {
        var job = Job.of("twice");
        pusher.commit(
                () -> proxy.set(Fault.cut().in(Fault.Direction.TO_CLIENT).at("PUSHB")), faktory, job, Job.of("after"));
        proxy.clear();
        await().atMost(60, SECONDS).untilAsserted(() -> {
            var jobs = server.queued("default");
            assertThat(jobs.size()).isGreaterThan(2);
            assertThat(Pusher.jids(jobs)).contains(job.jid());
            // Each time both, in order, and nothing else.
            assertThat(Pusher.types(jobs)).startsWith("twice", "after", "twice", "after");
            assertThat(Set.copyOf(Pusher.jids(jobs))).hasSize(2);
        });
    }

    @Test
    void whatWasNotSentStaysInOrderAcrossChunks() throws Exception {
        factory.setChunkSize("2");
        var types = IntStream.range(0, 9).mapToObj(i -> "job-" + i).toList();
        pusher.commit(
                () -> proxy.set(Fault.cut().in(Fault.Direction.TO_SERVER).at("PUSHB")),
                faktory,
                types.stream().map(Job::of).toArray(Job[]::new));
        assertThat(arrived()).isEmpty();
        proxy.clear();
        awaitArrived(types.toArray(String[]::new));
    }

    @Test
    void aServerThatIsKilledBetweenCheckAndSendingGetsItAllWhenItIsBack() throws Exception {
        try (var real = RealFaktory.builder().start()) {
            var own = pusher.factory(real.url()).createConnectionFactory();
            pusher.commit(own, Job.of("first").queue("before"));
            pusher.commit(real::kill, own, Job.of("second"), Job.of("third"));
            assertThatThrownBy(() -> pusher.commit(own, Job.of("never"))).isInstanceOf(RollbackException.class);
            real.restart();
            await().atMost(60, SECONDS).ignoreExceptions().untilAsserted(() -> pusher.commit(own, Job.of("fourth")));
            var types = new ArrayList<String>();
            try (var reader = Connection.open(ServerSettings.at(real.url()))) {
                for (int i = 0; i < 3; i++) {
                    types.add(reader.fetch(List.of("default")).orElseThrow().type());
                }
            }
            assertThat(types).containsExactly("second", "third", "fourth");
        }
    }

    @Test
    void aPushThatComesAfterTheCheckIsCheckedByItself() throws Exception {
        var away = pusher.factory("tcp://127.0.0.1:1").createConnectionFactory();
        var transaction = com.arjuna.ats.jta.TransactionManager.transactionManager();
        transaction.begin();
        faktory.push(Job.of("never"));
        Pusher.beforeCompletion(() -> {
            away.push(Job.of("never"));
        });
        assertThatThrownBy(transaction::commit)
                .isInstanceOf(RollbackException.class)
                .satisfies(thrown -> assertThat(Pusher.causes(thrown)).anyMatch(text -> text.contains("FAKTORY-403")));
        assertThat(arrived()).isEmpty();
    }

    @Test
    void anOutageIsOneWarningAndOneLineAtItsEnd() throws Exception {
        try (var log = new CapturedLog()) {
            proxyAwayAfter(faktory, Job.of("first"));
            await().atMost(60, SECONDS).until(() -> proxy.accepted() > 6);
            proxy.clear();
            awaitArrived("first");
            await().atMost(60, SECONDS)
                    .untilAsserted(
                            () -> assertThat(log.linesWith("again").stream().map(line -> line.split(" ")[0]))
                                    .containsExactly("WARNING", "INFO"));
        }
    }
}
