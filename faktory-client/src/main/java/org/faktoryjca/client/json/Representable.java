package org.faktoryjca.client.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.function.Supplier;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.InvalidJobException;

/** Whether a value arrives as it is: the server reads every number as a 64-bit float, and UTF-8 has no half characters. */
final class Representable {
    private static final BigInteger LARGEST = BigInteger.ONE.shiftLeft(53);

    private Representable() {}

    /**
     * Looks at every number and every text below a value.
     *
     * @param path where the value stands, for the message
     * @throws InvalidJobException naming the first one that would arrive as another
     */
    static void check(JsonNode value, String path) {
        if (value.isObject()) {
            value.properties().forEach(entry -> {
                checkText(entry.getKey(), path);
                check(entry.getValue(), path + "." + entry.getKey());
            });
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                check(value.get(i), path + "[" + i + "]");
            }
        } else if (value.isNumber()) {
            checkNumber(value, path);
        } else if (value.isTextual()) {
            checkText(value.textValue(), path);
        }
    }

    private static void checkText(String text, String path) {
        // Encoding puts a question mark in its place, and says nothing.
        for (int i = 0; i < text.length(); i++) {
            if (Character.isHighSurrogate(text.charAt(i))
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else {
                refuseIf(
                        Character.isSurrogate(text.charAt(i)),
                        () -> path + " holds half a surrogate pair, which is no valid Unicode");
            }
        }
    }

    private static void checkNumber(JsonNode number, String path) {
        if (number.isIntegralNumber()) {
            if (number.isInt()) {
                return;
            }
            refuseIf(
                    number.bigIntegerValue().abs().compareTo(LARGEST) > 0,
                    () -> path + " is " + number.asText() + ", and integers beyond 2^53 change on their way");
            return;
        }
        var nearest = number.doubleValue();
        refuseIf(!Double.isFinite(nearest), () -> path + " is " + number.asText() + ", which JSON has no form for");
        refuseIf(
                number.isBigDecimal() && new BigDecimal(Double.toString(nearest)).compareTo(number.decimalValue()) != 0,
                () -> path + " is " + number.asText() + ", which has more digits than the server keeps");
    }

    private static void refuseIf(boolean changes, Supplier<String> why) {
        if (changes) {
            throw new InvalidJobException(ErrorCode.UNENCODABLE_VALUE, why.get(), null);
        }
    }
}
