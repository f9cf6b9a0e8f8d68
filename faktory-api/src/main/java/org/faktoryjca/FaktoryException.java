package org.faktoryjca;

import java.util.Objects;

/**
 * The root of everything that this project throws at an application.
 *
 * <p>A subclass stands for one thing that a caller would do something different about; the {@link #code()} tells causes
 * apart within it. Each message begins with the code, and says what was tried, against which server, what came back and
 * what to check. It never holds a password.
 */
public class FaktoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final String problem;

    /** An error with what was tried and what came back; code and remedy are added to the message. */
    public FaktoryException(ErrorCode code, String message) {
        this(code, message, null);
    }

    /** As {@link #FaktoryException(ErrorCode, String)}, with what caused it; {@code cause} may be null. */
    public FaktoryException(ErrorCode code, String message, Throwable cause) {
        super(code.code() + ": " + message + (message.endsWith(".") ? " " : ". ") + code.remedy(), cause);
        this.code = Objects.requireNonNull(code);
        this.problem = message;
    }

    /** The stable code of this error. */
    public final ErrorCode code() {
        return code;
    }

    /** What was tried and what came back: the message without code and remedy, for a place within another message. */
    public final String problem() {
        return problem;
    }
}
