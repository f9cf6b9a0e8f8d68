package org.faktoryjca.testing.server;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Writes JSON as the real server does: each number passes through a 64-bit float, and what would be special in HTML is
 * escaped. Clients must survive both, so this server does it too.
 */
final class JsonText {

    /** Below this, each whole float is printed by its digits alone. */
    private static final double EXACT = 1e15;

    private static final int FLOAT_DIGITS = 17;

    private JsonText() {}

    static String of(JsonElement value) {
        var out = new StringBuilder();
        append(value, out);
        return out.toString();
    }

    private static void append(JsonElement value, StringBuilder out) {
        if (value.isJsonObject()) {
            var separator = "{";
            for (var entry : value.getAsJsonObject().entrySet()) {
                out.append(separator);
                string(entry.getKey(), out);
                out.append(':');
                append(entry.getValue(), out);
                separator = ",";
            }
            out.append(value.getAsJsonObject().isEmpty() ? "{}" : "}");
        } else if (value.isJsonArray()) {
            var separator = "";
            out.append('[');
            for (var element : value.getAsJsonArray()) {
                out.append(separator);
                append(element, out);
                separator = ",";
            }
            out.append(']');
        } else if (value.isJsonNull()) {
            out.append("null");
        } else {
            primitive(value.getAsJsonPrimitive(), out);
        }
    }

    private static void primitive(JsonPrimitive value, StringBuilder out) {
        if (value.isString()) {
            string(value.getAsString(), out);
        } else if (value.isNumber()) {
            out.append(number(value.getAsDouble()));
        } else {
            out.append(value.getAsBoolean());
        }
    }

    /** The shortest digits that mean this float; with an exponent below 1e-6 and from 1e21 on. */
    static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < EXACT) {
            return value == 0 && 1 / value < 0 ? "-0" : Long.toString((long) value);
        }
        var digits = shortest(value);
        var size = Math.abs(value);
        if (size >= 1e-6 && size < 1e21) {
            return digits.toPlainString();
        }
        var unscaled = digits.unscaledValue().abs().toString();
        var exponent = unscaled.length() - 1 - digits.scale();
        var fraction = unscaled.length() == 1 ? "" : "." + unscaled.substring(1);
        return (value < 0 ? "-" : "")
                + unscaled.charAt(0)
                + fraction
                + (exponent < 0 ? "e-" : "e+")
                + Math.abs(exponent);
    }

    /** Double.toString would do from Java 19 on; on 17 it sometimes writes a digit too many. */
    private static BigDecimal shortest(double value) {
        var exact = new BigDecimal(value);
        for (var precision = 1; precision < FLOAT_DIGITS; precision++) {
            var rounded = exact.round(new MathContext(precision));
            if (rounded.doubleValue() == value) {
                return rounded.stripTrailingZeros();
            }
        }
        return exact.round(new MathContext(FLOAT_DIGITS)).stripTrailingZeros();
    }

    private static void string(String text, StringBuilder out) {
        out.append('"');
        for (var i = 0; i < text.length(); i++) {
            character(text, i, out);
        }
        out.append('"');
    }

    private static void character(String text, int index, StringBuilder out) {
        var c = text.charAt(index);
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '<', '>', '&', '\u2028', '\u2029' -> out.append(String.format("\\u%04x", (int) c));
            default -> {
                if (c < ' ') {
                    out.append(String.format("\\u%04x", (int) c));
                } else {
                    out.append(isHalfCharacter(text, index) ? '\uFFFD' : c);
                }
            }
        }
    }

    private static boolean isHalfCharacter(String text, int index) {
        var c = text.charAt(index);
        if (Character.isHighSurrogate(c)) {
            return index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1));
        }
        return Character.isLowSurrogate(c) && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
    }
}
