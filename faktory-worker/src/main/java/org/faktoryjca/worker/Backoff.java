package org.faktoryjca.worker;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: twice as long each time up to a cap, and each time somewhere in the upper half of
 * that, so that workers who lost the same server do not come back all at once. Not thread-safe.
 */
final class Backoff {
    private final Duration first;
    private final Duration cap;
    private final RandomGenerator random;
    private int tries;

    Backoff(Duration first, Duration cap, RandomGenerator random) {
        this.first = first;
        this.cap = cap;
        this.random = random;
    }

    Duration next() {
        var full = first.toMillis() << Math.min(tries++, 20);
        var bounded = Math.min(full, cap.toMillis());
        return Duration.ofMillis(bounded / 2 + (long) (random.nextDouble() * bounded / 2));
    }

    void reset() {
        tries = 0;
    }
}
