package org.faktoryjca;

/**
 * The command was sent, wholly or in part, and its reply was not read, or tells of trouble that the server had with it: whether it was
 * carried out is unknown.
 *
 * <p>The library never repeats such a command by itself. Repeating a push may run the job twice: the server does not
 * recognise a jid that it has had before.
 */
public final class OutcomeUnknownException extends FaktoryException {
    private static final long serialVersionUID = 1L;

    /** With what was tried and what came back; {@code cause} may be null. */
    public OutcomeUnknownException(ErrorCode code, String message, Throwable cause) {
        super(code, message, cause);
    }
}
