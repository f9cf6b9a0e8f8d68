package org.faktoryjca.worker;

import java.util.Optional;
import org.faktoryjca.ConnectionLostException;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.Job;
import org.faktoryjca.OutcomeUnknownException;
import org.faktoryjca.client.Connection;

/**
 * A thread and a connection: FETCH, run, report, and again. It never abandons a FETCH, since the server would reserve the next
 * job for a connection that is gone.
 */
final class Lane implements Runnable {
    private final LaneGroup group;
    private final Link link;
    private final Router router;
    private final Reporter reporter;
    private final WorkerListener listener;
    private final WorkerTime time;
    private int emptyFetches;
    private boolean retired;

    Lane(LaneGroup group, Link link, Router router, Reporter reporter, WorkerListener listener, WorkerTime time) {
        this.group = group;
        this.link = link;
        this.router = router;
        this.reporter = reporter;
        this.listener = listener;
        this.time = time;
    }

    @Override
    public void run() {
        var interrupted = false;
        var broken = false;
        try {
            while (group.gate().pass() && !retires()) {
                step();
            }
        } catch (InterruptedException e) {
            // The container wants its thread back: as a stop, and it may look at the flag.
            interrupted = true;
        } catch (RuntimeException | Error e) {
            // A fault of ours. Another lane takes this one's place.
            broken = true;
            listener.on(new WorkerEvent.Troubled("a lane broke, and another takes its place", e));
        } finally {
            end(broken);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean retires() {
        retired = group.retires(emptyFetches);
        return retired;
    }

    private void end(boolean broken) {
        try {
            link.close();
        } finally {
            group.ended(retired, broken);
        }
    }

    private void step() throws InterruptedException {
        var connection = link.connection(group.gate());
        // Connecting may have taken its time, and a stop may have come in between.
        if (connection.isPresent() && group.gate().isOpen()) {
            var before = time.nanoTime();
            var job = fetch(connection.get());
            emptyFetches = job.isPresent() ? 0 : emptyFetches + 1;
            if (job.isPresent()) {
                group.busy();
                try {
                    deliver(job.get(), Lease.of(job.get(), time, before));
                } finally {
                    group.free();
                }
            }
        }
    }

    private Optional<Job> fetch(Connection connection) throws InterruptedException {
        try {
            var job = connection.fetch(group.order());
            link.works();
            return job;
        } catch (ConnectionLostException | OutcomeUnknownException e) {
            link.lost(e, group.gate());
        } catch (FaktoryException e) {
            listener.on(new WorkerEvent.Refused("FETCH", e));
            link.again(group.gate(), false);
        }
        return Optional.empty();
    }

    private void deliver(Job job, Lease lease) throws InterruptedException {
        listener.on(new WorkerEvent.Fetched(job));
        var outcome = router.route(job, group.gate())
                .map(registration -> run(registration, job, lease))
                .orElseGet(() -> unrouted(job));
        reporter.report(job, outcome, lease, link, group.gate());
    }

    private static Outcome run(Registration registration, Job job, Lease lease) {
        var outcome = registration.run(job, lease);
        // An interrupt that the job leaves behind was meant for the job, and would end the lane before its report.
        Thread.interrupted();
        return outcome;
    }

    private Outcome unrouted(Job job) {
        return new Outcome.Failed(
                group.gate().isClosed() || Thread.currentThread().isInterrupted()
                        ? FailureReport.named(
                                FailureReport.WORKER_SHUTDOWN,
                                ErrorCode.WORKER_SHUTDOWN + ": the worker stopped before the job was begun")
                        : FailureReport.named(
                                FailureReport.UNKNOWN_JOB_TYPE,
                                ErrorCode.UNKNOWN_JOB_TYPE
                                        + ": no handler of queue %s takes jobs of type %s"
                                                .formatted(job.queue().orElse("default"), job.type())));
    }
}
