package org.faktoryjca.worker;

import static java.util.concurrent.CompletableFuture.runAsync;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.faktoryjca.testing.server.Fault;
import org.faktoryjca.testing.server.Fault.Direction;

/**
 * Faults for jobs of which every third fails once: Faktory killed, silent, not told the whole of a FAIL; or it does as it is told and its
 * replies to FAIL do not come, and then nobody reaches it for a while.
 */
final class FailuresScenario {
    private static final Fault HALF_TOLD =
            Fault.cut().in(Direction.TO_SERVER).at("FAIL").after(9);

    private static final Fault UNANSWERED = Fault.cut().in(Direction.TO_CLIENT).at("FAIL");

    /** Of which the fourth comes while jobs are left that have not failed yet: two thirds of all run without failing. */
    private static final int SHARES = 8;

    private static final Duration BRIEFLY = Duration.ofSeconds(2);

    /** Longer than a failed job waits at least for its retry: when it is over, a report could meet another run of the same job. */
    private static final Duration LONG = Duration.ofSeconds(20);

    private FailuresScenario() {}

    static List<FaultScenario> all() {
        return Stream.of(
                        FaultScenario.kill(),
                        FaultScenario.stall(),
                        FaultScenario.pulses("cut in the middle of a FAIL", HALF_TOLD, SHARES),
                        new FaultScenario("unanswered, Faktory away", 4, 0, (run, worker) -> {
                            for (int time = 1; time <= 4; time++) {
                                run.awaitShare(time, SHARES);
                                leaveUnanswered(run);
                                run.away(time == 1 ? LONG : BRIEFLY);
                            }
                        }),
                        // What has run and could not be reported is run again by whom the server gives it to.
                        new FaultScenario(
                                "the same, the worker stopped meanwhile", 2, FaultRun.LANES, (run, worker) -> {
                                    beginAmidJobs(run);
                                    worker.stop();
                                    worker.resume();
                                    run.proxy().clear();
                                }),
                        new FaultScenario("the same, Faktory back before it has stopped", 2, 0, (run, worker) -> {
                            beginAmidJobs(run);
                            var stopping = runAsync(worker::stop);
                            run.away(BRIEFLY);
                            stopping.get(1, TimeUnit.MINUTES);
                            worker.resume();
                        }))
                .map(FaultScenario::withFailures)
                .toList();
    }

    /** Jobs take longer, so that some lanes have a failure in hand that is in doubt, and others a job that is still to end. */
    private static void beginAmidJobs(FaultRun run) {
        run.awaitShare(1, 4);
        run.stretch(Duration.ofMinutes(1));
        leaveUnanswered(run);
        run.cutAll();
    }

    /** Until the lanes have met it. */
    private static void leaveUnanswered(FaultRun run) {
        var before = run.proxy().accepted();
        run.proxy().set(UNANSWERED);
        run.awaitAccepted(before + FaultRun.LANES / 2);
    }
}
