package org.faktoryjca.testing.server;

import java.util.OptionalInt;

/**
 * Follows what a server says, to know where each reply begins; the greeting is number 0. What is no RESP, TLS for one, is followed
 * to no end, and does no harm. Not thread-safe.
 */
final class ProxyReplies {

    /** Where in a reply the next byte is. */
    private enum Next {
        KIND,
        LINE,
        BULK
    }

    private Next next = Next.KIND;

    /** How many replies have begun. */
    private long begun;

    /** The reply's first byte, the last byte of its line, and the number that the line is if it is one. */
    private int kind;

    private int last;
    private long length;
    private boolean negative;

    /** How much of a bulk and its end is still to come. */
    private long left;

    /** Where in these bytes, which are the next, the reply of this number begins, or a later one if it is past. */
    OptionalInt follow(byte[] bytes, long number) {
        var found = OptionalInt.empty();
        for (var i = 0; i < bytes.length; i++) {
            if (next == Next.KIND && begun >= number && found.isEmpty()) {
                found = OptionalInt.of(i);
            }
            follow(bytes[i]);
        }
        return found;
    }

    private void follow(byte b) {
        switch (next) {
            case KIND -> {
                begun++;
                kind = b;
                length = 0;
                negative = false;
                next = Next.LINE;
            }
            case LINE -> {
                if (b == '\n' && last == '\r') {
                    left = length + 2;
                    next = kind == '$' && !negative ? Next.BULK : Next.KIND;
                } else if (b == '-') {
                    negative = true;
                } else if (b >= '0' && b <= '9') {
                    length = Math.min(10 * length + b - '0', Integer.MAX_VALUE);
                }
            }
            case BULK -> {
                left--;
                next = left == 0 ? Next.KIND : Next.BULK;
            }
        }
        last = b;
    }
}
