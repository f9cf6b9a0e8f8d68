package org.faktoryjca.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.faktoryjca.testing.server.When;

/**
 * Whether a time fits what was expected of it, to the second.
 *
 * @param test when the test began and ended, by the server's clock; empty if that is not known
 */
record Times(Optional<Span> test) {
    private static final Duration SECOND = Duration.ofSeconds(1);

    /** From one moment to another. */
    record Span(Instant begun, Instant ended) {}

    boolean fits(Optional<When> expected, Optional<When> held) {
        return expected.isEmpty()
                || expected.get() instanceof When.FromNow && test.isEmpty()
                || held.isPresent() && fits(expected.get(), held.get().from(Instant.EPOCH));
    }

    private boolean fits(When expected, Instant held) {
        var span = test.orElse(new Span(Instant.EPOCH, Instant.EPOCH));
        return held.isAfter(expected.from(span.begun()).minus(SECOND))
                && held.isBefore(expected.from(span.ended()).plus(SECOND));
    }
}
