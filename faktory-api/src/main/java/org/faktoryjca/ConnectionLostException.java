package org.faktoryjca;

/**
 * The connection was found lost before the command was sent.
 *
 * <p>Nothing has happened at the server: the command may be repeated on a new connection.
 */
public final class ConnectionLostException extends FaktoryException {
    private static final long serialVersionUID = 1L;

    /** With what was tried and what came back; {@code cause} may be null. */
    public ConnectionLostException(ErrorCode code, String message, Throwable cause) {
        super(code, message, cause);
    }
}
