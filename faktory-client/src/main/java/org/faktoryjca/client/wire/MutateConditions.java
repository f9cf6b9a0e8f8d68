package org.faktoryjca.client.wire;

import java.util.Optional;
import org.faktoryjca.JobFilter;

/**
 * A filter's type and pattern as MUTATE must get them for exactly that type to be meant.
 *
 * <p>The server looks for its {@code jobtype} in the JSON of the jobs, in quotes as Go's {@code %q} puts them. Beside a
 * {@code regexp} it does that literally, and alone as a glob, in which a star is a wildcard. So a type alone is said as a
 * regexp, which is not quoted, and beside a pattern as a jobtype.
 *
 * <p>Source: the behaviour of Faktory 1.9.4 and 1.10.0; the protocol specification does not have it.
 *
 * @param jobtype the type as it is; only beside a pattern
 * @param regexp a glob of Redis
 */
public record MutateConditions(Optional<String> jobtype, Optional<String> regexp) {

    /**
     * Those of a filter.
     *
     * @throws IllegalArgumentException if its type has a character that the server's quotes change, and there is a pattern too
     */
    public static MutateConditions of(JobFilter filter) {
        if (filter.pattern().isEmpty()) {
            return new MutateConditions(Optional.empty(), filter.type().map(MutateConditions::only));
        }
        filter.type().ifPresent(MutateConditions::check);
        return new MutateConditions(filter.type(), filter.pattern());
    }

    private static String only(String type) {
        var glob = new StringBuilder("*\"jobtype\":\"");
        type.codePoints().forEach(c -> {
            for (var written : inJson(c).toCharArray()) {
                if ("*?[]\\".indexOf(written) >= 0) {
                    glob.append('\\');
                }
                glob.append(written);
            }
        });
        return glob.append("\"*").toString();
    }

    /** As it stands in the server's JSON. */
    private static String inJson(int c) {
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            case '\b' -> "\\b";
            case '\f' -> "\\f";
            case '<', '>', '&', 0x2028, 0x2029 -> "\\u%04x".formatted(c);
            default -> c < ' ' ? "\\u%04x".formatted(c) : Character.toString(c);
        };
    }

    private static void check(String type) {
        type.codePoints().filter(c -> !isQuotedAlike(c)).findFirst().ifPresent(c -> {
            throw new IllegalArgumentException(
                    "the server cannot look for the type '%s' beside a pattern, because of the character U+%04X in it: put the type into the pattern"
                            .formatted(type, c));
        });
    }

    /** Whether {@code %q} and the server's JSON write it in the same way. */
    private static boolean isQuotedAlike(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL -> "\n\r\t\b\f".indexOf(c) >= 0;
            case Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED -> false;
            case Character.SPACE_SEPARATOR -> c == ' ';
            default -> c != '<' && c != '>' && c != '&';
        };
    }
}
