package org.faktoryjca.worker;

import org.faktoryjca.JobListener;
import org.faktoryjca.spi.CurrentJob;

/** Runs one job after another, for a handler. Called from many lanes at once. */
@FunctionalInterface
public interface JobRunner {
    /**
     * Runs the job to its end and says what became of it. It throws nothing that belongs to the job: that is a failure to be
     * reported.
     */
    Outcome run(Delivery delivery);

    /** Calls a listener, in the lane's own thread and without a transaction. */
    static JobRunner calling(JobListener listener) {
        return delivery -> {
            try {
                CurrentJob.runIn(delivery.context(), () -> listener.onJob(delivery.job()));
                return delivery.commit() ? Outcome.succeeded() : delivery.doomedOutcome();
            } catch (Throwable e) {
                // Whatever it was, the job must be reported, and the lane goes on.
                return Outcome.failed(e);
            }
        };
    }
}
