package org.faktoryjca.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.faktoryjca.Job;

/**
 * A job's reservation as the worker sees it: counted on the monotonic clock from before the FETCH was written, less a margin,
 * so that the worker always believes it ended before the server does. Thread-safe.
 */
final class Lease {
    private static final Duration DEFAULT = Duration.ofMinutes(30);
    private static final Duration MARGIN = Duration.ofSeconds(2);

    private final WorkerTime time;
    private final long endsNanos;
    private final AtomicBoolean told = new AtomicBoolean();

    private Lease(WorkerTime time, long endsNanos) {
        this.time = time;
        this.endsNanos = endsNanos;
    }

    static Lease of(Job job, WorkerTime time, long fetchedNanos) {
        var duration = job.reserveFor().orElse(DEFAULT).minus(MARGIN);
        return new Lease(time, fetchedNanos + duration.toNanos());
    }

    boolean ended() {
        return time.nanoTime() - endsNanos >= 0;
    }

    Duration left() {
        return Duration.ofNanos(Math.max(0, endsNanos - time.nanoTime()));
    }

    Instant ends() {
        return time.now().plus(left());
    }

    /** Whether the caller is the first to tell of its end: the watch and the report may both find it. */
    boolean tells() {
        return told.compareAndSet(false, true);
    }
}
