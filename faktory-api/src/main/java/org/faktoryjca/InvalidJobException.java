package org.faktoryjca;

/** A job that the server would refuse, lose or change, found before anything was sent. */
public final class InvalidJobException extends FaktoryException {
    private static final long serialVersionUID = 1L;

    /** With what is wrong. */
    public InvalidJobException(String message) {
        super(ErrorCode.INVALID_JOB, message);
    }

    /** With what is wrong, and a code of its own; {@code cause} may be null. */
    public InvalidJobException(ErrorCode code, String message, Throwable cause) {
        super(code, message, cause);
    }
}
