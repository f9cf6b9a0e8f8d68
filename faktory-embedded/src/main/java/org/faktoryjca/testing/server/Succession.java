package org.faktoryjca.testing.server;

import java.time.Duration;
import java.time.Instant;

/**
 * Times for jobs that are put into a set one after the other, at least a microsecond apart: jobs of the same time would be in the
 * order of their texts, and not of the state that they are from. Finer the real server's float does not tell times apart.
 * Used once for each set.
 */
final class Succession {

    private static final Duration STEP = Duration.ofNanos(1000);

    private Instant earliest = Instant.MIN;

    /** The time, or a little later. */
    Instant next(Instant time) {
        var next = time.isBefore(earliest) ? earliest : time;
        earliest = next.plus(STEP);
        return next;
    }
}
