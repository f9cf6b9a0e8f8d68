package org.faktoryjca.worker;

import java.util.concurrent.atomic.AtomicReference;
import org.faktoryjca.Job;
import org.faktoryjca.JobContext;
import org.faktoryjca.spi.CurrentJob;

/**
 * One job on its way through a handler. Its state is one atomic value, and whoever comes second loses: a doomed delivery may
 * not commit, a committing one may finish. Thread-safe.
 */
public final class Delivery {
    private enum State {
        RUNNING,
        COMMITTING,
        DOOMED
    }

    private final Job job;
    private final Lease lease;
    private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);

    Delivery(Job job, Lease lease) {
        this.job = job;
        this.lease = lease;
    }

    /** The job, its arguments bound for the handler. */
    public Job job() {
        return job;
    }

    /** What the job's method may want to know. */
    public JobContext context() {
        return new CurrentJob(job, lease.ends());
    }

    /**
     * Asks whether the work may be made final, directly before it is. Answers the same when asked again.
     *
     * @return false if the reservation has ended or the worker has given the job up: then it must be undone
     */
    public boolean commit() {
        if (lease.ended()) {
            doom();
        }
        return state.compareAndSet(State.RUNNING, State.COMMITTING) || state.get() == State.COMMITTING;
    }

    /** Gives the job up, unless its work is being made final; true if it has become so by this call. */
    boolean doom() {
        return state.compareAndSet(State.RUNNING, State.DOOMED);
    }

    Lease lease() {
        return lease;
    }

    /** What to report of a delivery that might not {@link #commit()}. */
    public Outcome doomedOutcome() {
        return lease.ended() ? new Outcome.LeaseEnded() : new Outcome.Failed(FailureReport.shutdown());
    }

    /**
     * What to report of a method that has thrown: one that was given up has failed for that reason, and may have been interrupted
     * because of it.
     *
     * @param own what it has thrown
     */
    public Outcome thrownOutcome(FailureReport own) {
        if (isLeaseOver()) {
            return new Outcome.LeaseEnded();
        }
        return new Outcome.Failed(isOver() ? FailureReport.shutdown(own) : own);
    }

    /** Whether the job's reservation has ended: the server has given it, or will give it, to someone else. */
    public boolean isLeaseOver() {
        return lease.ended();
    }

    /** Whether the work can no longer be made final: the reservation has ended, or the worker has given the job up. */
    public boolean isOver() {
        return isLeaseOver() || state.get() == State.DOOMED;
    }
}
