package org.faktoryjca.testing.server;

import java.nio.charset.StandardCharsets;

/**
 * A pattern of Redis, which MUTATE calls a regexp: {@code *}, {@code ?}, {@code [a-z]}, {@code [^a]}, and a backslash
 * before what is meant as such. It must match the whole text, byte by byte.
 */
final class RedisGlob {

    private final byte[] pattern;

    RedisGlob(String pattern) {
        this.pattern = pattern.getBytes(StandardCharsets.UTF_8);
    }

    /** In time proportional to pattern times text: a client may send any number of stars. */
    boolean matches(String whole) {
        var text = whole.getBytes(StandardCharsets.UTF_8);
        var p = 0;
        var t = 0;
        var star = -1;
        var afterStar = 0;
        while (t < text.length) {
            if (p < pattern.length && pattern[p] == '*') {
                star = p++;
                afterStar = t;
            } else if (p < pattern.length && matchesOne(p, text[t])) {
                p = next(p);
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++afterStar;
            } else {
                return false;
            }
        }
        while (p < pattern.length && pattern[p] == '*') {
            p++;
        }
        return p == pattern.length;
    }

    private boolean matchesOne(int p, byte c) {
        return switch (pattern[p]) {
            case '?' -> true;
            case '[' -> matchesClass(p + 1, c);
            case '\\' -> c == (p + 1 < pattern.length ? pattern[p + 1] : '\\');
            default -> c == pattern[p];
        };
    }

    private boolean matchesClass(int start, byte c) {
        var p = start;
        var negated = p < pattern.length && pattern[p] == '^';
        if (negated) {
            p++;
        }
        var found = false;
        while (p < pattern.length && pattern[p] != ']') {
            if (pattern[p] == '\\' && p + 1 < pattern.length) {
                p++;
                found |= pattern[p] == c;
            } else if (p + 2 < pattern.length && pattern[p + 1] == '-') {
                found |= isBetween(c, pattern[p] & 0xff, pattern[p + 2] & 0xff);
                p += 2;
            } else {
                found |= pattern[p] == c;
            }
            p++;
        }
        return found != negated;
    }

    private static boolean isBetween(byte c, int one, int other) {
        var value = c & 0xff;
        return value >= Math.min(one, other) && value <= Math.max(one, other);
    }

    /** Where the pattern goes on after one character's worth of it. A class without end goes to the pattern's. */
    private int next(int p) {
        if (pattern[p] == '\\') {
            return Math.min(p + 2, pattern.length);
        }
        if (pattern[p] != '[') {
            return p + 1;
        }
        var end = p + 1;
        while (end < pattern.length && pattern[end] != ']') {
            end += pattern[end] == '\\' ? 2 : 1;
        }
        return Math.min(end + 1, pattern.length);
    }
}
