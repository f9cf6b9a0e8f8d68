package org.faktoryjca.testing.server;

import java.nio.charset.StandardCharsets;

/** Quotes what a client sent, as the real server does in its error texts. */
final class Quoted {

    private static final int DELETE = 0x7f;

    private Quoted() {}

    /** In double quotes. */
    static String text(String text) {
        var out = new StringBuilder("\"");
        text.codePoints().forEach(c -> append(out, c, '"'));
        return out.append('"').toString();
    }

    /** In double quotes, all but printable ASCII as bytes: so are times quoted. */
    static String bytes(String text) {
        var out = new StringBuilder("\"");
        for (var b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b < ' ' || b == DELETE) {
                out.append("\\x%02x".formatted(b));
            } else {
                out.append(b == '"' || b == '\\' ? "\\" : "").append((char) b);
            }
        }
        return out.append('"').toString();
    }

    /** One byte, in single quotes: of a character beyond ASCII, the first of several. */
    static String firstByte(int codePoint) {
        var bytes = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
        var out = new StringBuilder("'");
        append(out, bytes[0] & 0xff, '\'');
        return out.append('\'').toString();
    }

    private static void append(StringBuilder out, int c, char quote) {
        switch (c) {
            case '\\' -> out.append("\\\\");
            case 0x07 -> out.append("\\a");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case 0x0b -> out.append("\\v");
            default -> {
                if (c == quote) {
                    out.append('\\').append(quote);
                } else if (c < ' ' || c == DELETE) {
                    out.append("\\x%02x".formatted(c));
                } else if (isPrintable(c)) {
                    out.appendCodePoint(c);
                } else {
                    out.append((c > 0xffff ? "\\U%08x" : "\\u%04x").formatted(c));
                }
            }
        }
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> c == ' ';
            default -> true;
        };
    }
}
