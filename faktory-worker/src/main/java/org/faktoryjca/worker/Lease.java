package org.faktoryjca.worker;

import java.time.Duration;
import java.time.Instant;
import org.faktoryjca.Job;

/**
 * A job's reservation as the worker sees it: counted on the monotonic clock from before the FETCH was written, less a margin,
 * so that the worker always believes it ended before the server does.
 *
 * @param time the clock it is counted on
 * @param endsNanos on that clock
 */
record Lease(WorkerTime time, long endsNanos) {
    private static final Duration DEFAULT = Duration.ofMinutes(30);
    private static final Duration MARGIN = Duration.ofSeconds(2);

    static Lease of(Job job, WorkerTime time, long fetchedNanos) {
        var duration = job.reserveFor().orElse(DEFAULT).minus(MARGIN);
        return new Lease(time, fetchedNanos + duration.toNanos());
    }

    boolean ended() {
        return left().isZero();
    }

    Duration left() {
        return Duration.ofNanos(Math.max(0, endsNanos - time.nanoTime()));
    }

    Instant ends() {
        return time.now().plus(left());
    }
}
