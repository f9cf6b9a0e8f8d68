package org.faktoryjca.client.wire;

import java.io.IOException;

/** A reply that is not of the protocol: after it nobody can say where the next one begins. */
public final class BrokenReplyException extends IOException {
    private static final long serialVersionUID = 1L;

    /** With what came instead. */
    public BrokenReplyException(String message) {
        super(message);
    }

    /** With what came instead, and who says so. */
    public BrokenReplyException(String message, Throwable cause) {
        super(message, cause);
    }
}
