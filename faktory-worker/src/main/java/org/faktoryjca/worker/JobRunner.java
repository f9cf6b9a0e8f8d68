package org.faktoryjca.worker;

import java.util.Optional;
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

    /**
     * Takes room for a job that has not been fetched yet. Asked in a lane before its FETCH, where this handler alone serves its
     * queues; the lane keeps the place while it goes on fetching, and no job is fetched without one. Must not wait: where it is empty,
     * the lane waits and asks again. Where several handlers share queues, nobody knows whose job will come: {@link #run} is called
     * without a place, and may wait for one.
     *
     * @return by default a place that is always there
     */
    default Optional<Place> reserve() {
        return Optional.of(this::run);
    }

    /** Calls a listener, in the lane's own thread and without a transaction. */
    static JobRunner calling(JobListener listener) {
        return delivery -> {
            try {
                CurrentJob.runIn(delivery.context(), () -> listener.onJob(delivery.job()));
                return delivery.commit() ? Outcome.succeeded() : delivery.doomedOutcome();
            } catch (Throwable e) {
                // Whatever it was, the job must be reported, and the lane goes on.
                return delivery.thrownOutcome(FailureReport.of(e));
            }
        };
    }
}
