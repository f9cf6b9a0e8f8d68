package org.faktoryjca.testing.server;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A time in a {@link ServerState}: a fixed one, or one that counts from the moment at which the state is loaded.
 *
 * <p>As text: {@code 2030-01-01T00:00:00Z}, {@code now}, {@code in 5m}, {@code 1h30m ago}. The units are ms, s, m, h
 * and d.
 */
public sealed interface When {

    /** The moment of loading. */
    When NOW = new FromNow(Duration.ZERO);

    /**
     * What this means for a state that is loaded at a given moment.
     *
     * @param now that moment
     * @return a fixed time
     */
    Instant from(Instant now);

    /**
     * A fixed time.
     *
     * @param time the time
     * @return it
     */
    static When at(Instant time) {
        return new At(time);
    }

    /**
     * A time after loading.
     *
     * @param time how long after; negative for before
     * @return it
     */
    static When in(Duration time) {
        return new FromNow(time);
    }

    /**
     * A time before loading.
     *
     * @param time how long before
     * @return it
     */
    static When ago(Duration time) {
        return new FromNow(time.negated());
    }

    /**
     * Reads the text form.
     *
     * @param text for example {@code in 5m}
     * @return the time that it means
     * @throws IllegalArgumentException if it means none; the message says what is allowed
     */
    static When parse(String text) {
        if (text.equals("now")) {
            return NOW;
        }
        var relative = FromNow.TEXT.matcher(text);
        if (relative.matches()) {
            return relative.group("in") == null
                    ? ago(FromNow.duration(relative.group("before")))
                    : in(FromNow.duration(relative.group("after")));
        }
        try {
            return at(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("\"" + text
                    + "\" is no time; write 2030-01-01T00:00:00Z, now, in 5m, or 1h30m ago (units ms, s, m, h, d)");
        }
    }

    /**
     * A fixed time.
     *
     * @param time the time
     */
    record At(Instant time) implements When {

        /** Checks that nothing is missing. */
        public At {
            Objects.requireNonNull(time, "time");
        }

        @Override
        public Instant from(Instant now) {
            return time;
        }

        @Override
        public String toString() {
            return time.toString();
        }
    }

    /**
     * A time that counts from loading.
     *
     * @param offset how long after loading; negative for before
     */
    record FromNow(Duration offset) implements When {

        private static final String DURATION = "(?:\\d{1,9}(?:ms|s|m|h|d))+";
        private static final Pattern TEXT =
                Pattern.compile("(?<in>in +)(?<after>" + DURATION + ")|(?<before>" + DURATION + ") +ago");
        private static final Pattern PART = Pattern.compile("(?<number>\\d+)(?<unit>ms|s|m|h|d)");

        /** Checks that nothing is missing. */
        public FromNow {
            Objects.requireNonNull(offset, "offset");
        }

        @Override
        public Instant from(Instant now) {
            return now.plus(offset);
        }

        @Override
        public String toString() {
            if (offset.isZero()) {
                return "now";
            }
            return offset.isNegative() ? text(offset.negated()) + " ago" : "in " + text(offset);
        }

        private static Duration duration(String text) {
            return PART.matcher(text)
                    .results()
                    .map(part -> part(Long.parseLong(part.group(1)), part.group(2)))
                    .reduce(Duration.ZERO, Duration::plus);
        }

        private static Duration part(long number, String unit) {
            return switch (unit) {
                case "ms" -> Duration.ofMillis(number);
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                default -> Duration.ofDays(number);
            };
        }

        /** Milliseconds are as fine as it gets. */
        private static String text(Duration time) {
            var text = new StringBuilder();
            append(text, time.toDays(), "d");
            append(text, time.toHoursPart(), "h");
            append(text, time.toMinutesPart(), "m");
            append(text, time.toSecondsPart(), "s");
            append(text, time.toMillisPart(), "ms");
            return text.isEmpty() ? "0ms" : text.toString();
        }

        private static void append(StringBuilder text, long number, String unit) {
            if (number != 0) {
                text.append(number).append(unit);
            }
        }
    }
}
