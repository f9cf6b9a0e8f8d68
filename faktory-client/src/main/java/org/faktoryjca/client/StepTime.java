package org.faktoryjca.client;

import java.time.Duration;

/** How long the steps of making a connection may take: so long each, and perhaps so long together. The clock starts when it is made. */
final class StepTime {
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private final Duration each;
    private final Duration together;
    private final long begun = System.nanoTime();

    /** So long each. */
    StepTime(Duration each) {
        this(each, Duration.ofDays(1));
    }

    /** So long each, and so long together. */
    StepTime(Duration each, Duration together) {
        this.each = each;
        this.together = together;
    }

    /** What the next step may take; never nothing, so that it fails with a message of its own. */
    Duration next() {
        var left = together.minusNanos(System.nanoTime() - begun);
        var time = left.compareTo(each) < 0 ? left : each;
        return time.compareTo(SHORTEST) < 0 ? SHORTEST : time;
    }
}
