package org.faktoryjca.testing.server;

/**
 * A pattern of Redis, which MUTATE calls a regexp: {@code *}, {@code ?}, {@code [a-z]}, {@code [^a]}, and a backslash
 * before what is meant as such. It must match the whole text.
 */
final class RedisGlob {

    private final int[] pattern;

    RedisGlob(String pattern) {
        this.pattern = pattern.codePoints().toArray();
    }

    /** In time proportional to pattern times text: a client may send any number of stars. */
    boolean matches(String whole) {
        var text = whole.codePoints().toArray();
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

    private boolean matchesOne(int p, int c) {
        return switch (pattern[p]) {
            case '?' -> true;
            case '[' -> matchesClass(p + 1, c);
            case '\\' -> c == (p + 1 < pattern.length ? pattern[p + 1] : '\\');
            default -> c == pattern[p];
        };
    }

    private boolean matchesClass(int start, int c) {
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
                found |= c >= Math.min(pattern[p], pattern[p + 2]) && c <= Math.max(pattern[p], pattern[p + 2]);
                p += 2;
            } else {
                found |= pattern[p] == c;
            }
            p++;
        }
        return found != negated;
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
