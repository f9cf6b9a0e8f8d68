package org.faktoryjca.worker;

import java.time.Instant;

/** The clocks that a worker looks at, so that tests can move them. Thread-safe. */
public interface WorkerTime {
    /** A clock that never steps, in nanoseconds from an arbitrary origin. */
    long nanoTime();

    /** The time of day. */
    Instant now();

    /** The machine's own clocks. */
    static WorkerTime system() {
        return new WorkerTime() {
            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public Instant now() {
                return Instant.now();
            }
        };
    }
}
