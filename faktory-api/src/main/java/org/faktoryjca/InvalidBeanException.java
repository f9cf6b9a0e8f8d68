package org.faktoryjca;

/**
 * A message-driven bean cannot be served as it is written; found when it is deployed.
 */
public final class InvalidBeanException extends FaktoryException {
    private static final long serialVersionUID = 1L;

    /** With what was tried and what came back; {@code cause} may be null. */
    public InvalidBeanException(ErrorCode code, String message, Throwable cause) {
        super(code, message, cause);
    }
}
