package org.faktoryjca.client.wire;

import java.nio.charset.StandardCharsets;

/** What the server answers, in the four forms of RESP that it uses. */
public sealed interface Reply {
    /** {@code +OK}. */
    record Text(String text) implements Reply {}

    /** {@code $5}, and as many bytes; not copied. */
    record Bulk(byte[] bytes) implements Reply {
        /** The bytes as UTF-8. */
        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** {@code $-1}: nothing there. */
    record Nothing() implements Reply {}

    /**
     * {@code -ERR} and why.
     *
     * @param reason the server's words, without {@code ERR}
     */
    record Refusal(String reason) implements Reply {}
}
