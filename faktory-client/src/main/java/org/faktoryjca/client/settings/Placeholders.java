package org.faktoryjca.client.settings;

import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.faktoryjca.CannotConnectException;
import org.faktoryjca.ErrorCode;

/** {@code ${NAME}} and {@code ${NAME:default}} in a setting: the environment's value, put in when a connection is made. */
final class Placeholders {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_.]*)(?::([^}]*))?}");

    private Placeholders() {}

    static boolean isIn(String text) {
        return PLACEHOLDER.matcher(text).find();
    }

    static String resolve(String text, UnaryOperator<String> environment) {
        return PLACEHOLDER.matcher(text).replaceAll(found -> {
            var value = environment.apply(found.group(1));
            if (value == null || value.isEmpty()) {
                value = found.group(2);
            }
            if (value == null) {
                throw new CannotConnectException(
                        ErrorCode.INVALID_ADDRESS,
                        "the settings name the environment variable " + found.group(1)
                                + ", which is not set and has no default",
                        null);
            }
            return Matcher.quoteReplacement(value);
        });
    }
}
