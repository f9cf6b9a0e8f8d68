package org.faktoryjca;

/**
 * The work server speaks a version of the protocol that this library does not know.
 *
 * <p>Trying again does not help: one of the two must be updated.
 */
public final class ProtocolVersionException extends FaktoryException {
    private static final long serialVersionUID = 1L;

    /** With what was tried and what came back; {@code cause} may be null. */
    public ProtocolVersionException(ErrorCode code, String message, Throwable cause) {
        super(code, message, cause);
    }
}
