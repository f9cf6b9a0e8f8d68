package org.faktoryjca.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.Job;
import org.faktoryjca.testing.server.FaktoryProcess;
import org.faktoryjca.testing.server.WorkServers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Jobs of a real server whose Redis stands still for some seconds. It answers reports and FETCHes with an error then, and may have
 * carried them out: a report that met one is neither done nor refused. 1,000 jobs, or 10,000 with {@code -Dverify.long=true}, of which
 * every third fails at first.
 */
class WorkerFrozenRedisTest {
    private static final int JOBS = Boolean.getBoolean("verify.long") ? 10_000 : 1_000;
    private static final String NEWEST = "faktory";
    private static final ExecutorService RUNS = Executors.newCachedThreadPool();

    @AfterAll
    static void end() throws InterruptedException {
        RUNS.shutdown();
        assertThat(RUNS.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }

    /** Beside each other: most of their time is the minute in which Faktory keeps what it was told of when it could not note it. */
    @TestFactory
    Stream<DynamicTest> everyJobRunsAtLeastOnceThroughARedisThatStandsStill() {
        return Stream.of(NEWEST, "faktory-1.9.4")
                .map(binary -> {
                    if (FaktoryProcess.find(binary).isEmpty()) {
                        return dynamicTest(
                                binary,
                                () -> assumeTrue(isRequired(binary), "there is no '" + binary + "' on the PATH"));
                    }
                    var result = RUNS.submit(() -> frozen(binary));
                    return dynamicTest(binary, () -> check(binary, result.get(6, TimeUnit.MINUTES)));
                })
                .toList()
                .stream();
    }

    private static boolean isRequired(String binary) {
        assertThat(WorkServers.isRealRequired() && binary.equals(NEWEST))
                .as("it is required")
                .isFalse();
        return false;
    }

    private static FaultRun.Result frozen(String binary) throws Exception {
        var over = new AtomicBoolean();
        var together = new CyclicBarrier(FaultRun.LANES);
        try (var run = new FaultRun(JOBS, FaultRun.SMALL_JOB, binary);
                var worker = run.worker(Duration.ofSeconds(20), job -> {
                    if (over.get()) {
                        together.await(1, TimeUnit.MINUTES);
                    } else {
                        run.failOnce(job);
                    }
                })) {
            run.awaitShare(1, 3);
            run.server().freezeRedis();
            run.awaitTold(Duration.ofSeconds(30), ErrorCode.SERVER_TROUBLE.code());
            await().during(Duration.ofSeconds(2))
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> run.heard().of(WorkerEvent.Reconnected.class).isEmpty());
            run.server().thawRedis();
            var result = run.end();
            run.awaitCalm();
            run.account().compare(run.server().state());
            assertThat(run.account().goneAtFetch())
                    .as("popped from their queue by a FETCH that Faktory gave up")
                    .hasSizeLessThanOrEqualTo(FaultRun.LANES);

            over.set(true);
            var before = run.account().run();
            run.push(FaultRun.LANES);
            await("as many jobs at the same time as before")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> run.account().run() == before + FaultRun.LANES);
            assertThat(worker.health().troubles()).isEmpty();
            return result;
        }
    }

    private static void check(String binary, FaultRun.Result result) {
        var account = result.account();
        var events = result.events();
        // Or it would have said so, had the worker asked after 10 s once more.
        var forgotten = Stream.concat(
                        events.of(WorkerEvent.NotHeld.class).stream().map(WorkerEvent.NotHeld::job),
                        events.of(WorkerEvent.FailInDoubt.class).stream().map(WorkerEvent.FailInDoubt::job))
                .map(Job::jid)
                .collect(Collectors.toSet());
        var lostAtFail = new TreeSet<>(account.missing());
        lostAtFail.retainAll(forgotten);
        System.out.printf(
                "frozen Redis: %-14s %6d jobs, %d run twice, %d failures that the server had forgotten; lost by Faktory at a"
                        + " FETCH: %s, at a FAIL: %s%n",
                binary,
                result.jobs(),
                account.duplicates().size(),
                forgotten.size(),
                account.goneAtFetch(),
                lostAtFail);
        var lost = account.goneAtFetch();
        lost.addAll(forgotten);
        assertThat(lost).as("lost by Faktory itself, of what never ran").containsAll(account.missing());
        assertThat(account.missing()).hasSizeLessThanOrEqualTo(2 * FaultRun.LANES);
        // A report for each lane, and a job that came when nobody waited for it any more.
        assertThat(account.duplicates()).hasSizeLessThanOrEqualTo(2 * FaultRun.LANES);
        assertThat(List.of(
                        result.end().enqueued(),
                        result.end().retries(),
                        result.end().working(),
                        result.end().dead()))
                .containsOnly(0L);

        assertThat(events.of(WorkerEvent.Refused.class))
                .singleElement()
                .satisfies(trouble -> assertThat(trouble.cause().code()).isEqualTo(ErrorCode.SERVER_TROUBLE));
        assertThat(events.of(WorkerEvent.ConnectionLost.class)).isEmpty();
        assertThat(events.of(WorkerEvent.Reconnected.class)).hasSize(1);
        assertThat(events.of(WorkerEvent.Troubled.class)).isEmpty();
        assertThat(events.of(WorkerEvent.Unreported.class)).isEmpty();
        assertThat(events.of(WorkerEvent.LeaseEnded.class)).isEmpty();
        assertThat(events.of(WorkerEvent.Fetched.class))
                .as("each was reported until it was accepted, or could do harm")
                .hasSize(events.of(WorkerEvent.Succeeded.class).size()
                        + events.of(WorkerEvent.Failed.class).size()
                        + events.of(WorkerEvent.NotHeld.class).size()
                        + events.of(WorkerEvent.FailInDoubt.class).size());
    }
}
