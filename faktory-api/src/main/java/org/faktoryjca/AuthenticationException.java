package org.faktoryjca;

/**
 * The work server asks for a password and got none, or a wrong one.
 *
 * <p>Trying again does not help: the setting must be corrected.
 */
public final class AuthenticationException extends FaktoryException {
    private static final long serialVersionUID = 1L;

    /** With what was tried and what came back; {@code cause} may be null. */
    public AuthenticationException(ErrorCode code, String message, Throwable cause) {
        super(code, message, cause);
    }
}
