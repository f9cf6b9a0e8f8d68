package org.faktoryjca;

/**
 * A push in a transaction that is marked for rollback, has rolled back, or whose state is unknown.
 *
 * <p>The job was not and will not be sent.
 */
public final class TransactionStateException extends FaktoryException {
    private static final long serialVersionUID = 1L;

    /** With what was tried and what came back; {@code cause} may be null. */
    public TransactionStateException(ErrorCode code, String message, Throwable cause) {
        super(code, message, cause);
    }
}
