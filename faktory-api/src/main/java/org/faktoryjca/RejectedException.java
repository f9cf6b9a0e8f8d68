package org.faktoryjca;

import java.util.Objects;

/** The work server understood the command and refused it; {@link #reason()} has its words. */
public final class RejectedException extends FaktoryException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    /** With what was tried, and the server's words. */
    public RejectedException(ErrorCode code, String message, String reason) {
        super(code, message + ": " + reason, null);
        this.reason = Objects.requireNonNull(reason);
    }

    /** The server's own words, without its {@code ERR}. */
    public String reason() {
        return reason;
    }
}
