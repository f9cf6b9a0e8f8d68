package org.faktoryjca.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.faktoryjca.testing.server.FaktoryProcess;
import org.faktoryjca.testing.server.WorkServers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Every job with a retry runs at least once, whatever goes wrong; none stays reserved beyond its reservation; and a second time it
 * runs only where the table of outcomes says so. 1,000 jobs a fault, or 10,000 with {@code -Dverify.long=true}, on the real server.
 *
 * <p>The faults run beside each other, each with a server of its own: most of their time is the minute until a reservation ends.
 */
class WorkerFaultsTest {
    private static final int JOBS = Boolean.getBoolean("verify.long") ? 10_000 : 1_000;

    /** Enough for the lanes to share threads before each fault. */
    private static final int SHORT_JOBS = 20_000;

    private static final int KILLS = 2;
    private static final String KILLED = "kill -9 of the worker's own JVM";
    private static final ExecutorService RUNS = Executors.newCachedThreadPool();

    @AfterAll
    static void end() throws InterruptedException {
        RUNS.shutdown();
        assertThat(RUNS.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }

    @TestFactory
    Stream<DynamicTest> everyJobRunsAtLeastOnceThrough() {
        assumeReal();
        var all = begun(FaultScenario.all(), JOBS, FaultRun.SMALL_JOB);
        var killed = RUNS.submit(WorkerFaultsTest::killed);
        return Stream.concat(
                all.stream(), Stream.of(dynamicTest(KILLED, () -> checkKilled(killed.get(6, TimeUnit.MINUTES)))));
    }

    @TestFactory
    @EnabledIfSystemProperty(
            named = "verify.long",
            matches = "true",
            disabledReason = "takes minutes; only in ./verify --long")
    Stream<DynamicTest> everyJobThatFailsRunsAgainThrough() {
        assumeReal();
        return begun(FailuresScenario.all(), JOBS, FaultRun.JOB_AMID_FAILURES).stream();
    }

    @TestFactory
    Stream<DynamicTest> everyJobRunsAtLeastOnceWhereThreadsServeSeveralConnectionsThrough() {
        assumeReal();
        return begun(FaultScenario.ofShortJobs(), SHORT_JOBS, Duration.ZERO).stream();
    }

    private static void assumeReal() {
        if (!WorkServers.isRealRequired()) {
            assumeTrue(FaktoryProcess.find("faktory").isPresent(), "there is no 'faktory' on the PATH");
        }
    }

    private static List<DynamicTest> begun(List<FaultScenario> scenarios, int jobs, Duration jobTakes) {
        return scenarios.stream()
                .map(scenario -> {
                    var result = RUNS.submit(() -> disturbed(scenario, jobs, jobTakes));
                    return dynamicTest(scenario.name(), () -> check(scenario, result.get(6, TimeUnit.MINUTES)));
                })
                .toList();
    }

    private static FaultRun.Result disturbed(FaultScenario scenario, int jobs, Duration jobTakes) throws Exception {
        try (var run = new FaultRun(jobs, jobTakes);
                var worker = run.worker(Duration.ofSeconds(3), scenario.failing() ? run::failOnce : job -> {})) {
            scenario.disturbance().disturb(run, worker);
            var result = run.end();
            run.awaitCalm();
            assertThat(worker.isRunning()).isTrue();
            return result;
        }
    }

    private static void check(FaultScenario scenario, FaultRun.Result result) {
        print(scenario.name(), result);
        var account = result.account();
        assertThat(troubles(result.events())).as("the fault was met").isPositive();
        assertThat(account.gone())
                .as("lost by Faktory itself, of what never ran")
                .containsAll(account.missing());
        // One that could not be reported before its reservation ended is another's by right.
        var late = result.events().of(WorkerEvent.LeaseEnded.class).size();
        assertThat(account.duplicates().size() + account.ghosts().size())
                .as(
                        "run twice: %s; not held: %s",
                        account.duplicates(), result.events().of(WorkerEvent.NotHeld.class))
                .isBetween(0, scenario.duplicates() + late);
        // What never ran was never acknowledged either. Faktory counts a job only after it has forgotten it, and one
        // that has failed as run and as failed in two steps; it may die in between.
        var run = result.jobs() - account.missing().size();
        var uncounted = result.restarts() * FaultRun.LANES;
        assertThat(result.acknowledged())
                .isBetween((long) run - uncounted, (long) run + (scenario.failing() ? uncounted : 0));
        checkEmpty(result);
        checkCalm(scenario.faults(), result.events());
    }

    /** What an operator reads of it: a line for its beginning and one for its end, and at most one for each kind of refused command. */
    private static void checkCalm(int faults, HeardEvents events) {
        assertThat(events.of(WorkerEvent.ConnectionLost.class)).hasSizeLessThanOrEqualTo(faults);
        assertThat(events.of(WorkerEvent.Refused.class)).hasSizeLessThanOrEqualTo(3 * faults);
        assertThat(events.of(WorkerEvent.Reconnected.class)).hasSizeBetween(1, faults);
        assertThat(events.of(WorkerEvent.Troubled.class)).isEmpty();
    }

    private static long troubles(HeardEvents events) {
        return events.of(WorkerEvent.ConnectionLost.class).size()
                + events.of(WorkerEvent.Refused.class).size();
    }

    private static void checkEmpty(FaultRun.Result result) {
        assertThat(List.of(
                        result.end().enqueued(),
                        result.end().retries(),
                        result.end().working(),
                        result.end().dead()))
                .containsOnly(0L);
    }

    private static FaultRun.Result killed() throws IOException {
        try (var run = new FaultRun(JOBS, FaultRun.SMALL_JOB)) {
            for (int time = 1; time <= KILLS; time++) {
                try (var worker = ForkedWorker.start(run.server().url(), FaultRun.LANES, run::executed)) {
                    run.awaitShare(time, KILLS + 1);
                    worker.kill();
                }
            }
            try (var worker = ForkedWorker.start(run.server().url(), FaultRun.LANES, run::executed)) {
                var result = run.end();
                worker.kill();
                return result;
            }
        }
    }

    private static void checkKilled(FaultRun.Result result) {
        print(KILLED, result);
        var account = result.account();
        assertThat(account.missing()).isEmpty();
        assertThat(account.ghosts()).isEmpty();
        // Run, and not yet acknowledged: the reservation ends, and the job is retried.
        assertThat(account.duplicates()).hasSizeLessThanOrEqualTo(KILLS * FaultRun.LANES);
        assertThat(result.acknowledged()).isEqualTo(JOBS);
        checkEmpty(result);
    }

    private static void print(String name, FaultRun.Result result) {
        var account = result.account();
        System.out.printf(
                "faults: %-61s %6d jobs, %d acknowledged, %d failed, of which %d in doubt, %d not reported, %d run twice, %d under a"
                        + " garbled jid, %d outages, %d refusals; lost by Faktory: %s%n",
                name,
                result.jobs(),
                result.acknowledged(),
                result.end().failures(),
                result.events().of(WorkerEvent.FailInDoubt.class).size(),
                result.events().of(WorkerEvent.Unreported.class).size(),
                account.duplicates().size(),
                account.ghosts().size(),
                result.events().of(WorkerEvent.ConnectionLost.class).size(),
                result.events().of(WorkerEvent.Refused.class).size(),
                account.missing());
    }
}
