package org.faktoryjca.spi;

import java.util.Optional;

/** What the server cannot take for a name: one rule for whoever makes names, and for whoever sends them. */
public final class Names {
    private Names() {}

    /** What is wrong with this name of a queue; empty if nothing is. A null is wrong. */
    public static Optional<String> wrongWithQueue(String queue) {
        var right = queue != null && !queue.isEmpty();
        for (int i = 0; right && i < queue.length(); i++) {
            right = isOfQueues(queue.charAt(i));
        }
        return right
                ? Optional.empty()
                : Optional.of(
                        "a queue's name is made of letters, digits, '.', '_' and '-', which '" + queue + "' is not");
    }

    private static boolean isOfQueues(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '_' || c == '-';
    }

    /**
     * Why this jid must not be sent; empty if it may be. Errors of the server repeat a jid as it is: a line break in it makes two replies
     * of one.
     */
    public static Optional<String> wrongInJid(String jid) {
        for (int i = 0; i < jid.length(); i++) {
            if (Character.isISOControl(jid.charAt(i))) {
                return Optional.of(
                        "a jid must have no control characters, and has U+%04X".formatted((int) jid.charAt(i)));
            }
        }
        return Optional.empty();
    }
}
