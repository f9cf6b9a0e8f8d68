package org.faktoryjca.testing.server;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;

/**
 * Reads a time of RFC 3339 as leniently as the real server, and refuses others in its words. An hour may have one digit,
 * a fraction may begin with a comma, and of its digits nine count.
 */
final class Timestamp {

    private static final String LAYOUT = "2006-01-02T15:04:05.999999999Z07:00";
    private static final int NANO_DIGITS = 9;

    private final String text;
    private int position;

    private Timestamp(String text) {
        this.text = text;
    }

    static Instant parse(String text) throws CommandException {
        return new Timestamp(text).parse();
    }

    private Instant parse() throws CommandException {
        var year = number(4, 4, "2006");
        expect("-");
        var month = inRange(number(2, 2, "01"), 1, 12, "month");
        expect("-");
        var day = number(2, 2, "02");
        expect("T");
        var hour = inRange(number(1, 2, "15"), 0, 23, "hour");
        expect(":");
        var minute = inRange(number(2, 2, "04"), 0, 59, "minute");
        expect(":");
        var second = inRange(number(2, 2, "05"), 0, 59, "second");
        var nanos = fraction();
        var offset = offsetSeconds();
        if (position < text.length()) {
            throw refused(": extra text: " + Quoted.bytes(text.substring(position)));
        }
        inRange(day, 1, YearMonth.of(year, month).lengthOfMonth(), "day");
        return LocalDateTime.of(year, month, day, hour, minute, second, nanos)
                .toInstant(ZoneOffset.UTC)
                .minusSeconds(offset);
    }

    private int number(int fewest, int most, String part) throws CommandException {
        var end = position;
        while (end < text.length() && end - position < most && isDigit(end)) {
            end++;
        }
        if (end - position < fewest) {
            throw misses(part);
        }
        var number = Integer.parseInt(text.substring(position, end));
        position = end;
        return number;
    }

    private void expect(String separator) throws CommandException {
        if (!text.startsWith(separator, position)) {
            throw misses(separator);
        }
        position++;
    }

    private int fraction() {
        var start = position + 1;
        if (position >= text.length() || ".,".indexOf(text.charAt(position)) < 0 || !isDigit(start)) {
            return 0;
        }
        var end = start;
        while (isDigit(end)) {
            end++;
        }
        var digits = text.substring(start, Math.min(end, start + NANO_DIGITS));
        position = end;
        return Integer.parseInt(digits + "0".repeat(NANO_DIGITS - digits.length()));
    }

    private int offsetSeconds() throws CommandException {
        if (text.startsWith("Z", position)) {
            position++;
            return 0;
        }
        var zone = text.substring(position, Math.min(text.length(), position + 6));
        if (!zone.matches("[+-]\\d\\d:\\d\\d")) {
            throw misses("Z07:00");
        }
        // One more than there is: so lenient is the real server.
        var hours = inRange(Integer.parseInt(zone.substring(1, 3)), 0, 24, "time zone offset hour");
        var minutes = inRange(Integer.parseInt(zone.substring(4)), 0, 60, "time zone offset minute");
        position += zone.length();
        return (zone.charAt(0) == '-' ? -1 : 1) * (hours * 60 + minutes) * 60;
    }

    private boolean isDigit(int index) {
        return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
    }

    private int inRange(int number, int lowest, int highest, String what) throws CommandException {
        if (number < lowest || number > highest) {
            throw refused(": " + what + " out of range");
        }
        return number;
    }

    private CommandException misses(String part) {
        return refused(" as " + Quoted.bytes(LAYOUT) + ": cannot parse " + Quoted.bytes(text.substring(position))
                + " as " + Quoted.bytes(part));
    }

    private CommandException refused(String why) {
        return new CommandException("parsing time " + Quoted.bytes(text) + why);
    }
}
