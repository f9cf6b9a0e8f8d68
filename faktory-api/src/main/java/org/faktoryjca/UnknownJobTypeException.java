package org.faktoryjca;

/**
 * A job whose type nobody here handles.
 *
 * <p>A worker reports such a job as {@code UnknownJobType}, and the server retries it: another worker may know it.
 */
public final class UnknownJobTypeException extends FaktoryException {
    private static final long serialVersionUID = 1L;

    /** With the type and who was asked. */
    public UnknownJobTypeException(String message) {
        super(ErrorCode.UNKNOWN_JOB_TYPE, message);
    }
}
