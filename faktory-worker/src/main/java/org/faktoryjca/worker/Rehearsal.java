package org.faktoryjca.worker;

import java.time.Duration;
import java.util.List;
import org.faktoryjca.Job;

/**
 * Runs jobs as a worker's lanes do, in the calling thread and without a work server: the same routing, binding of arguments
 * and outcomes. For tests of handlers. Thread-safe.
 */
public final class Rehearsal {
    private final Router router;
    private final WorkerTime time;

    /**
     * With these handlers, all of them known: nothing is waited for.
     *
     * @throws org.faktoryjca.InvalidBeanException if two of them take the same type of the same queue
     */
    public Rehearsal(List<Handler> handlers, WorkerTime time) {
        this.router = new Router(Duration.ZERO, time);
        this.time = time;
        handlers.forEach(handler -> router.add(new Registration(handler, new Capacity(handler.concurrency()))));
    }

    /**
     * Runs a job, in the form in which it is fetched.
     *
     * @return what a worker would report; of a job that nobody names, the failure {@code UnknownJobType}
     */
    public Outcome run(Job job) {
        var lease = Lease.of(job, time, time.nanoTime());
        return router.find(job)
                .map(registration -> registration.run(job, lease))
                .orElseGet(() -> new Outcome.Failed(FailureReport.unknownJobType(job)));
    }
}
