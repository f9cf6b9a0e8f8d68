package org.faktoryjca.worker;

import static java.util.concurrent.CompletableFuture.runAsync;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.faktoryjca.testing.server.Fault;
import org.faktoryjca.testing.server.Fault.Direction;

/**
 * Faults for jobs of which every third fails once: Faktory does as it is told and its replies to FAIL do not come, and then nobody reaches
 * it for a while.
 */
final class FailuresScenario {
    private static final Fault UNANSWERED = Fault.cut().in(Direction.TO_CLIENT).at("FAIL");

    private static final Duration BRIEFLY = Duration.ofSeconds(2);

    /** Longer than a failed job waits at least for its retry: when it is over, a report could meet another run of the same job. */
    private static final Duration LONG = Duration.ofSeconds(20);

    private FailuresScenario() {}

    static List<FaultScenario> all() {
        return List.of(
                new FaultScenario("failures unanswered, Faktory away", 4, 0, FaultRun.failingOnce(), (run, worker) -> {
                    for (int time = 1; time <= 4; time++) {
                        run.awaitShare(time, 8);
                        leaveUnanswered(run);
                        run.away(time < 4 ? BRIEFLY : LONG);
                    }
                    end(run);
                }),
                // What has run and could not be reported is run again by whom the server gives it to.
                new FaultScenario(
                        "the same, the worker stopped meanwhile",
                        2,
                        FaultRun.LANES,
                        FaultRun.failingOnce(),
                        (run, worker) -> {
                            beginAmidJobs(run);
                            worker.stop();
                            worker.resume();
                            run.proxy().clear();
                            end(run);
                        }),
                new FaultScenario(
                        "the same, Faktory back before it has stopped", 2, 0, FaultRun.failingOnce(), (run, worker) -> {
                            beginAmidJobs(run);
                            var stopping = runAsync(worker::stop);
                            run.away(BRIEFLY);
                            stopping.get(1, TimeUnit.MINUTES);
                            worker.resume();
                            end(run);
                        }));
    }

    /** Jobs take longer, so that some lanes have a failure in hand that is in doubt, and others a job that is still to end. */
    private static void beginAmidJobs(FaultRun run) {
        run.awaitShare(1, 4);
        run.stretch(Duration.ofMinutes(1));
        leaveUnanswered(run);
        run.cutAll();
    }

    private static void end(FaultRun run) {
        run.stretch(Duration.ZERO);
        run.awaitOver();
        run.awaitRetried();
    }

    /** Until the lanes have met it. */
    private static void leaveUnanswered(FaultRun run) {
        var before = run.proxy().accepted();
        run.proxy().set(UNANSWERED);
        run.awaitAccepted(before + FaultRun.LANES / 2);
    }
}
