package org.faktoryjca;

/**
 * No conversation with the work server could be begun: address, name, network, TLS, or a peer that is no Faktory.
 *
 * <p>Nothing was sent. Trying again helps once the cause has gone.
 */
public final class CannotConnectException extends FaktoryException {
    private static final long serialVersionUID = 1L;

    /** With what was tried and what came back; {@code cause} may be null. */
    public CannotConnectException(ErrorCode code, String message, Throwable cause) {
        super(code, message, cause);
    }
}
