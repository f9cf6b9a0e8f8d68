package org.faktoryjca;

/**
 * The work server does not offer the command, for instance BATCH on the open-source server.
 */
public final class UnsupportedByServerException extends FaktoryException {
    private static final long serialVersionUID = 1L;

    /** With what was tried and what came back; {@code cause} may be null. */
    public UnsupportedByServerException(ErrorCode code, String message, Throwable cause) {
        super(code, message, cause);
    }
}
