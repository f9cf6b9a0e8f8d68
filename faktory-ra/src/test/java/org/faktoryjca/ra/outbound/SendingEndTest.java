package org.faktoryjca.ra.outbound;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.transaction.RollbackException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;
import org.faktoryjca.ClosedException;
import org.faktoryjca.Job;
import org.faktoryjca.ra.CapturedLog;
import org.faktoryjca.testing.server.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of committed jobs, and of who still pushes, when the adapter stops. */
@Timeout(120)
class SendingEndTest extends BehindProxy {
    @Test
    void theEndWaitsForWhatCanStillBeSent() throws Exception {
        pusher.stop();
        pusher = new Pusher("20s");
        factory = pusher.factory(proxy.url());
        var file = directory.resolve("spilled");
        factory.setSpillFile(file.toString());
        proxyAwayAfter(factory.createConnectionFactory(), Job.of("first"));
        var stop = new Thread(pusher.adapter::stop);
        stop.start();
        await().atMost(60, SECONDS)
                .until(() -> EnumSet.of(Thread.State.TIMED_WAITING, Thread.State.TERMINATED)
                        .contains(stop.getState()));
        proxy.clear();
        stop.join();
        assertThat(arrived()).containsExactly("first");
        assertThat(file).doesNotExist();
    }

    @Test
    void theEndWaitsOnceForAllTargets() throws Exception {
        pusher.stop();
        pusher = new Pusher("3s");
        for (int i = 0; i < 12; i++) {
            var each = pusher.factory(proxyAgain().url());
            each.setDefaultQueue("queue-" + i);
            each.setSendTimeout("200ms");
            proxyAwayAfter(each.createConnectionFactory(), Job.of("first"));
        }
        var begun = System.nanoTime();
        // One after the other, it would be 36 s.
        pusher.adapter.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void whatIsLeftAtTheEndIsSpilledAndNamedWithoutItsArguments() throws Exception {
        var file = directory.resolve("not/there/yet/spilled.jsonl");
        factory.setSpillFile(file.toString());
        var jobs = IntStream.range(0, 250)
                .mapToObj(i -> Job.of("type-" + i, "s3cret").queue("q-" + i))
                .toArray(Job[]::new);
        try (var log = new CapturedLog()) {
            proxyAwayAfter(faktory, jobs);
            pusher.adapter.stop();
            var named = String.join("\n", log.linesWith("FAKTORY-402"));
            assertThat(named).contains("250 jobs of committed transactions could not be sent", file.toString());
            for (int i = 0; i < jobs.length; i++) {
                assertThat(named).contains("job " + jobs[i].jid() + " (type-" + i + ", queue q-" + i + ")");
            }
            assertThat(log.linesWith("FAKTORY-402")).hasSize(4);
            assertThat(log.linesWith("tried again in the background")).hasSize(1);
            assertThat(log.linesWith("s3cret")).isEmpty();
        }
        var lines = Files.readAllLines(file);
        assertThat(Pusher.jids(lines))
                .isEqualTo(List.of(jobs).stream().map(Job::jid).toList());
        assertThat(lines).allMatch(line -> line.contains("\"s3cret\"") && line.contains("\"retry\":25"));
        assertThat(Files.getPosixFilePermissions(file))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }

    @Test
    void withoutAFileThatCanBeWrittenTheLogHasTheNames() throws Exception {
        var taken = Files.createDirectory(directory.resolve("no-file"));
        factory.setSpillFile(taken.toString());
        var job = Job.of("lost");
        try (var log = new CapturedLog()) {
            proxyAwayAfter(faktory, job);
            pusher.adapter.stop();
            assertThat(log.linesWith(taken + " cannot be written")).hasSize(1);
            assertThat(log.linesWith("could not be sent").get(0)).doesNotContain("went to");
            assertThat(log.linesWith("FAKTORY-402: [job " + job.jid())).hasSize(1);
        }
    }

    @Test
    void anInterruptedStopSpillsAllTheSame() throws Exception {
        var file = directory.resolve("spilled");
        factory.setSpillFile(file.toString());
        proxyAwayAfter(faktory, Job.of("first"));
        Thread.currentThread().interrupt();
        pusher.adapter.stop();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(Pusher.types(Files.readAllLines(file))).containsExactly("first");
    }

    @Test
    void aTransactionThatCommitsWhileTheAdapterStopsIsNotForgotten() throws Exception {
        pusher.transaction.begin();
        faktory.push(Job.of("late"));
        pusher.adapter.stop();
        pusher.transaction.commit();
        assertThat(arrived()).containsExactly("late");

        pusher.adapter.start(new org.faktoryjca.ra.StandaloneContainer());
        var file = directory.resolve("spilled");
        factory = pusher.factory(proxy.url());
        factory.setSpillFile(file.toString());
        pusher.transaction.begin();
        factory.createConnectionFactory().push(Job.of("later"));
        pusher.adapter.stop();
        Pusher.beforeCompletion(() -> {
            proxy.set(Fault.refuse());
            proxy.set(Fault.cut().in(Fault.Direction.TO_SERVER).at("PUSHB"));
        });
        pusher.transaction.commit();
        assertThat(Pusher.types(Files.readAllLines(file))).containsExactly("later");
    }

    @Test
    void whatWasGivenUpAtTheEndIsNotSentAfterIt() throws Exception {
        factory.setReadTimeout("30s");
        var file = directory.resolve("spilled");
        factory.setSpillFile(file.toString());
        pusher.commit(faktory, Job.of("warm"));
        pusher.commit(() -> proxy.set(Fault.silence()), faktory, Job.of("left"));
        // Who waits for its reply waits on; whoever connects anew gets through.
        proxy.clear();
        pusher.adapter.stop();
        assertThat(Pusher.types(Files.readAllLines(file))).containsExactly("left");
        awaitNoThread();
        assertThat(arrived()).containsExactly("warm");
        assertThat(proxy.open()).isZero();
    }

    private static void awaitNoThread() {
        await().atMost(60, SECONDS)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("standalone-work")));
    }

    @Test
    void afterTheEndAPushIsRefusedForNobodyKnowsOfItsTransaction() throws Exception {
        pusher.adapter.stop();
        pusher.transaction.begin();
        assertThatThrownBy(() -> faktory.push(Job.of("never")))
                .isInstanceOf(ClosedException.class)
                .hasMessageContaining("has stopped");
        pusher.transaction.rollback();
        var atOnce = pusher.factory(proxy.url());
        atOnce.setTransaction("none");
        atOnce.createConnectionFactory().push(Job.of("at-once"));
        assertThat(arrived()).containsExactly("at-once");
    }

    @Test
    void aCheckThatIsUnderWayAtTheEndLeavesNoConnection() throws Exception {
        pusher.transaction.begin();
        faktory.push(Job.of("never"));
        proxy.set(Fault.delay(Duration.ofMillis(300)).in(Fault.Direction.TO_CLIENT));
        var stop = new Thread(() -> {
            await().pollInterval(Duration.ofMillis(5)).until(() -> proxy.open() == 1);
            pusher.adapter.stop();
        });
        stop.start();
        Pusher.beforeCompletion(() -> {
            throw new IllegalStateException("on purpose");
        });
        assertThatThrownBy(pusher.transaction::commit).isInstanceOf(RollbackException.class);
        stop.join();
        await().atMost(60, SECONDS).until(() -> proxy.open() == 0);
        assertThat(arrived()).isEmpty();
    }
}
