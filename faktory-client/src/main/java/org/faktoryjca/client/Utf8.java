package org.faktoryjca.client;

import java.nio.charset.StandardCharsets;

/** Texts that the server counts in bytes. */
final class Utf8 {
    private Utf8() {}

    /** The longest beginning of a text that fits, whole characters only. */
    static String cut(String given, int bytes) {
        // Half a surrogate pair has no UTF-8 form, and a message may have been cut there before.
        var text = new String(given.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        if (text.length() * 3L <= bytes) {
            return text;
        }
        var length = 0;
        for (int i = 0; i < text.length(); ) {
            var character = text.codePointAt(i);
            length += Character.toString(character).getBytes(StandardCharsets.UTF_8).length;
            if (length > bytes) {
                return text.substring(0, i);
            }
            i += Character.charCount(character);
        }
        return text;
    }
}
