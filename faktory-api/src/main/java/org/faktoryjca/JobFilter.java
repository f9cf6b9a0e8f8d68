package org.faktoryjca;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Which jobs of a set: those with certain ids, or those of a type, or with JSON that fits a pattern, or both. Immutable.
 *
 * <p>Ids stand alone: Faktory 1.9.4 and 1.10.0 choose by them and ignore every other condition beside them.
 *
 * <p>A type is meant as it is written, whatever characters it has. But the server looks for it in the job's whole JSON: where an
 * argument is an object with a field {@code jobtype} of that value, its job fits too. Beside a pattern, a type with {@code <},
 * {@code >}, {@code &}, a control character or another that does not print is refused ({@link IllegalArgumentException} by
 * the operation): the servers do not find it.
 *
 * <p>A pattern is a glob of Redis, and the job's whole JSON must fit it, byte by byte:
 *
 * <ul>
 *   <li>{@code *} is any text, also none; {@code ?} is any byte, and a character beyond ASCII has several;
 *   <li>{@code [abc]} is one of these bytes, {@code [a-z]} one of this range, {@code [^abc]} any other; a {@code [} that nothing
 *       closes is seldom what was meant, so write {@code \[} for the character;
 *   <li>a backslash takes its meaning from the character behind it: {@code \*}, {@code \?}, {@code \[}, {@code \]}, and
 *       {@code \\} for a backslash.
 * </ul>
 *
 * <p>JSON has backslashes of its own: a quote in an argument is {@code \"} there, which a pattern must write as {@code \\"}
 * (the quote needs none). The server writes {@code <}, {@code >} and {@code &} as a backslash and {@code u003c}, {@code u003e}
 * and {@code u0026}.
 *
 * @param jids jobs with one of these ids; empty means whatever id
 * @param type jobs of this type
 * @param pattern jobs whose JSON, as the server holds it, fits this pattern
 */
public record JobFilter(Set<String> jids, Optional<String> type, Optional<String> pattern) {
    /**
     * Checks that nothing is null, and copies the ids.
     *
     * @throws IllegalArgumentException for ids together with another condition
     */
    public JobFilter {
        jids = Set.copyOf(jids);
        Objects.requireNonNull(type);
        Objects.requireNonNull(pattern);
        if (!jids.isEmpty() && (type.isPresent() || pattern.isPresent())) {
            throw new IllegalArgumentException(
                    "ids stand alone: the server would choose by them, and ignore the type and the pattern beside them");
        }
    }

    /** Every job: said, and not left out, because what follows from it cannot be taken back. */
    public static JobFilter everyJob() {
        return new JobFilter(Set.of(), Optional.empty(), Optional.empty());
    }

    /**
     * The jobs with these ids.
     *
     * @throws IllegalArgumentException if there is none: the server would take that for every job
     */
    public static JobFilter jids(String... jids) {
        if (jids.length == 0) {
            throw new IllegalArgumentException("no jid was given; for every job use everyJob()");
        }
        return new JobFilter(Set.of(jids), Optional.empty(), Optional.empty());
    }

    /**
     * The jobs of this type; none of its characters is a wildcard.
     *
     * @throws IllegalArgumentException if it is blank: that would be every job
     */
    public static JobFilter type(String type) {
        return new JobFilter(Set.of(), Optional.of(notBlank(type)), Optional.empty());
    }

    /**
     * The jobs whose JSON fits this pattern, such as {@code *"user":42*}; what its characters mean is said above.
     *
     * @throws IllegalArgumentException if it is blank
     */
    public static JobFilter matching(String pattern) {
        return new JobFilter(Set.of(), Optional.empty(), Optional.of(notBlank(pattern)));
    }

    /**
     * And of this type, in place of an earlier one.
     *
     * @throws IllegalArgumentException if it is blank, or there are ids
     */
    public JobFilter andType(String type) {
        return new JobFilter(jids, Optional.of(notBlank(type)), pattern);
    }

    /**
     * And with JSON that fits this pattern, in place of an earlier one.
     *
     * @throws IllegalArgumentException if it is blank, or there are ids
     */
    public JobFilter andMatching(String pattern) {
        return new JobFilter(jids, type, Optional.of(notBlank(pattern)));
    }

    /** Whether it names no condition at all. */
    public boolean isEveryJob() {
        return jids.isEmpty() && type.isEmpty() && pattern.isEmpty();
    }

    private static String notBlank(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("a blank condition would fit every job; for that use everyJob()");
        }
        return text;
    }
}
