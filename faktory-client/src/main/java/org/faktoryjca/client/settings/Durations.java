package org.faktoryjca.client.settings;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.regex.Pattern;

/** A duration as users write it: a number with a unit ({@code 500ms}, {@code 5s}, {@code 2m}, {@code 1h}), or ISO-8601. */
public final class Durations {
    private static final Pattern WITH_UNIT = Pattern.compile("([0-9]{1,12})\\s*(ms|s|m|h|d)");
    private static final Map<String, Duration> UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    private Durations() {}

    /**
     * Reads a duration of 0 or more.
     *
     * @throws IllegalArgumentException saying what is wrong; a bare number is refused, because its unit would be a guess
     */
    public static Duration parse(String text) {
        var simple = WITH_UNIT.matcher(text);
        if (simple.matches()) {
            return UNITS.get(simple.group(2)).multipliedBy(Long.parseLong(simple.group(1)));
        }
        if (text.matches("[0-9]+")) {
            throw new IllegalArgumentException(
                    "must say its unit, such as '" + text + "s', and is the bare number '" + text + "'");
        }
        try {
            var duration = Duration.parse(text);
            if (!duration.isNegative()) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            // Said below, in the same words as for a negative one.
        }
        throw new IllegalArgumentException(
                "must be a duration such as 500ms, 5s, 2m, 1h or PT2M, and is '" + text + "'");
    }
}
