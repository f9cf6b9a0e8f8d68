package org.faktoryjca;

/** The connection, its handle, or the factory was closed before the call. */
public final class ClosedException extends FaktoryException {
    private static final long serialVersionUID = 1L;

    /** With what was closed. */
    public ClosedException(String message) {
        super(ErrorCode.CLOSED, message);
    }
}
