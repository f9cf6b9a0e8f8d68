package org.faktoryjca.worker;

import java.util.concurrent.TimeUnit;

/**
 * How long a lane's jobs take, as an average of the last ones, and whether they come without a wait. Used by one thread at a time.
 */
final class Pace {
    /** From one job to the next: where a lane has to wait longer, its queue is not full. */
    private static final long FULL = TimeUnit.MILLISECONDS.toNanos(10);

    /**
     * One such job, and the short ones have to begin anew: where one job in a hundred holds up nine lanes for milliseconds, it costs more than
     * sharing a thread gains.
     */
    private static final long MOST = TimeUnit.MICROSECONDS.toNanos(500);

    private static final long SHORT = TimeUnit.MICROSECONDS.toNanos(30);
    private static final long LONG = TimeUnit.MICROSECONDS.toNanos(90);
    private static final int OF_JOBS = 16;

    private final WorkerTime time;
    private long average = MOST;
    private long begunNanos;
    private long sinceLast = MOST;

    Pace(WorkerTime time) {
        this.time = time;
    }

    /** A job has come. */
    void begins() {
        var now = time.nanoTime();
        sinceLast = now - begunNanos;
        begunNanos = now;
    }

    /** It is over, and to be reported. */
    void ends() {
        var took = sinceLast > FULL ? MOST : Math.min(MOST, time.nanoTime() - begunNanos);
        average = took == MOST ? MOST : average + (took - average) / OF_JOBS;
    }

    /** There is nothing to do, or something has gone wrong: only jobs to come count. */
    void rests() {
        average = MOST;
    }

    /** Whether jobs have become short: a thread may run those of several lanes, one after the other. */
    boolean isShort() {
        return average <= SHORT;
    }

    /** Whether they are short no longer. */
    boolean isLong() {
        return average > LONG;
    }
}
