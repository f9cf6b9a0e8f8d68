package org.faktoryjca.client.json;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Times as RFC 3339 has them. */
final class Times {
    private static final int SECONDS_END = "2026-01-31T12:59:59".length();
    private static final int NANO_DIGITS = 9;

    private Times() {}

    /**
     * Reads a time. The server's own are in UTC, two in each job, and a general parser takes longer for them than all the rest
     * of a job does.
     *
     * @throws java.time.DateTimeException if it is none
     */
    static Instant parse(String text) {
        var length = text.length();
        if (length <= SECONDS_END || length > SECONDS_END + NANO_DIGITS + 2 || !isOfServersForm(text)) {
            return OffsetDateTime.parse(text).toInstant();
        }
        var nanos = 0;
        for (int i = 1; i <= NANO_DIGITS; i++) {
            nanos = 10 * nanos + (SECONDS_END + i < length - 1 ? text.charAt(SECONDS_END + i) - '0' : 0);
        }
        return LocalDateTime.of(
                        number(text, 0, 4),
                        number(text, 5, 7),
                        number(text, 8, 10),
                        number(text, 11, 13),
                        number(text, 14, 16),
                        number(text, 17, 19),
                        nanos)
                .toInstant(ZoneOffset.UTC);
    }

    private static boolean isOfServersForm(String text) {
        var last = text.length() - 1;
        for (int i = 0; i < last; i++) {
            var c = text.charAt(i);
            var expected = switch (i) {
                case 4, 7 -> c == '-';
                case 10 -> c == 'T';
                case 13, 16 -> c == ':';
                case 19 -> c == '.' && last > 20;
                default -> c >= '0' && c <= '9';
            };
            if (!expected) {
                return false;
            }
        }
        return text.charAt(last) == 'Z';
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }
}
