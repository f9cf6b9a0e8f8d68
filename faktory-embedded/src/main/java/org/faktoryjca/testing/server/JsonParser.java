package org.faktoryjca.testing.server;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.function.Consumer;

/**
 * Reads JSON as strictly as the real server, and refuses the rest in its words. Gson's own reader is neither. Half a
 * character becomes U+FFFD; of a key that occurs twice the last value counts, unless the caller minds.
 */
final class JsonParser {

    /** The real server goes ten times as deep; no job does, and each level takes some of a thread's stack. */
    private static final int DEEPEST = 1_000;

    private static final int END = -1;

    private final String text;
    private final Consumer<String> repeated;
    private int position;
    private int depth;

    private JsonParser(String text, Consumer<String> repeated) {
        this.text = text;
        this.repeated = repeated;
    }

    static JsonElement parse(String text) throws CommandException {
        return parse(text, key -> {});
    }

    /** Tells of each key that an object has already. */
    static JsonElement parse(String text, Consumer<String> repeated) throws CommandException {
        var parser = new JsonParser(text, repeated);
        var value = parser.value();
        if (parser.skipSpace() != END) {
            throw parser.unexpected("after top-level value");
        }
        return value;
    }

    private JsonElement value() throws CommandException {
        var c = skipSpace();
        return switch (c) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> new JsonPrimitive(string());
            case 't' -> literal("true", new JsonPrimitive(true));
            case 'f' -> literal("false", new JsonPrimitive(false));
            case 'n' -> literal("null", JsonNull.INSTANCE);
            default -> {
                if (c == '-' || isDigit(c)) {
                    yield number();
                }
                throw unexpected("looking for beginning of value");
            }
        };
    }

    private JsonObject object() throws CommandException {
        enter();
        var object = new JsonObject();
        position++;
        if (skipSpace() == '}') {
            return leave(object);
        }
        while (true) {
            if (skipSpace() != '"') {
                throw unexpected("looking for beginning of object key string");
            }
            var key = string();
            if (skipSpace() != ':') {
                throw unexpected("after object key");
            }
            position++;
            if (object.has(key)) {
                repeated.accept(key);
            }
            object.add(key, value());
            var next = skipSpace();
            if (next == '}') {
                return leave(object);
            }
            if (next != ',') {
                throw unexpected("after object key:value pair");
            }
            position++;
        }
    }

    private JsonArray array() throws CommandException {
        enter();
        var array = new JsonArray();
        position++;
        if (skipSpace() == ']') {
            return leave(array);
        }
        while (true) {
            array.add(value());
            var next = skipSpace();
            if (next == ']') {
                return leave(array);
            }
            if (next != ',') {
                throw unexpected("after array element");
            }
            position++;
        }
    }

    private void enter() throws CommandException {
        if (++depth > DEEPEST) {
            throw unexpected("exceeded max depth");
        }
    }

    private <T extends JsonElement> T leave(T value) {
        position++;
        depth--;
        return value;
    }

    private JsonElement literal(String literal, JsonElement value) throws CommandException {
        for (var i = 1; i < literal.length(); i++) {
            position++;
            if (peek() != literal.charAt(i)) {
                throw unexpected("in literal " + literal + " (expecting " + Quoted.firstByte(literal.charAt(i)) + ")");
            }
        }
        position++;
        return value;
    }

    private JsonPrimitive number() throws CommandException {
        var start = position;
        if (peek() == '-') {
            position++;
        }
        if (peek() == '0') {
            position++;
        } else {
            digits("in numeric literal");
        }
        if (peek() == '.') {
            position++;
            digits("after decimal point in numeric literal");
        }
        if (peek() == 'e' || peek() == 'E') {
            position++;
            if (peek() == '+' || peek() == '-') {
                position++;
            }
            digits("in exponent of numeric literal");
        }
        return new JsonPrimitive(new JsonNumber(text.substring(start, position)));
    }

    private void digits(String where) throws CommandException {
        if (!isDigit(peek())) {
            throw unexpected(where);
        }
        while (isDigit(peek())) {
            position++;
        }
    }

    private String string() throws CommandException {
        var out = new StringBuilder();
        position++;
        while (true) {
            var c = peek();
            if (c == '"') {
                position++;
                return out.toString();
            }
            if (c == '\\') {
                position++;
                escape(out);
            } else if (c == END || c < ' ') {
                throw unexpected("in string literal");
            } else {
                out.append((char) c);
                position++;
            }
        }
    }

    private void escape(StringBuilder out) throws CommandException {
        var c = peek();
        var plain = "\"\\/bfnrt".indexOf(c);
        if (c == 'u') {
            position++;
            unicode(out);
        } else if (c == END || plain < 0) {
            throw unexpected("in string escape code");
        } else {
            out.append("\"\\/\b\f\n\r\t".charAt(plain));
            position++;
        }
    }

    private void unicode(StringBuilder out) throws CommandException {
        var c = hex();
        if (!Character.isSurrogate(c)) {
            out.append(c);
            return;
        }
        var start = position;
        if (Character.isHighSurrogate(c) && text.startsWith("\\u", position)) {
            position += 2;
            var low = hex();
            if (Character.isLowSurrogate(low)) {
                out.append(c).append(low);
                return;
            }
            // It is read again, as a character of its own.
            position = start;
        }
        out.append('\uFFFD');
    }

    private char hex() throws CommandException {
        var value = 0;
        for (var i = 0; i < 4; i++) {
            var digit = peek() == END ? -1 : Character.digit(peek(), 16);
            if (digit < 0 || peek() > 'f') {
                throw unexpected("in \\u hexadecimal character escape");
            }
            value = value << 4 | digit;
            position++;
        }
        return (char) value;
    }

    private int skipSpace() {
        while (" \t\r\n".indexOf(peek()) >= 0) {
            position++;
        }
        return peek();
    }

    private int peek() {
        return position < text.length() ? text.charAt(position) : END;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    /** Within a number, literal or escape the end is reported as if a space had come: so does the real server. */
    private CommandException unexpected(String where) {
        if (peek() != END) {
            return new CommandException(
                    "invalid character " + Quoted.firstByte(text.codePointAt(position)) + " " + where);
        }
        return new CommandException(
                where.matches("in (numeric|literal|exponent|string escape|.u hex).*|after decimal.*")
                        ? "invalid character ' ' " + where
                        : "unexpected end of JSON input");
    }
}
