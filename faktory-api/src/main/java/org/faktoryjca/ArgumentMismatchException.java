package org.faktoryjca;

import java.lang.reflect.Type;
import java.util.Optional;

/**
 * An argument of a job is missing or not of the type asked for.
 *
 * <p>A worker reports a job that ends with it as {@code InvalidArguments}.
 */
public final class ArgumentMismatchException extends FaktoryException {
    private static final long serialVersionUID = 1L;

    private static final int SHOWN = 100;

    /** With what does not agree. */
    public ArgumentMismatchException(String message) {
        super(ErrorCode.ARGUMENT_MISMATCH, message);
    }

    /**
     * An argument that is not of the type asked for.
     *
     * @param index the argument's index, from 0
     * @param expected the type asked for
     * @param value the value as the job holds it; cut in the message; may be null
     * @param cause what the conversion said; may be null
     */
    public ArgumentMismatchException(int index, Type expected, Object value, Throwable cause) {
        super(
                ErrorCode.ARGUMENT_MISMATCH,
                "argument %d should be %s and is %s".formatted(index, expected.getTypeName(), shown(value)),
                cause);
    }

    /**
     * An argument that is not of the type asked for because of something in it.
     *
     * @param index the argument's index, from 0
     * @param expected the type asked for
     * @param value the value as the job holds it; cut in the message; may be null
     * @param part the path of what does not fit in it: {@code box[1].width}
     * @param partExpected the type that the part should have, if it is known
     * @param cause what the conversion said; may be null
     */
    public ArgumentMismatchException(
            int index,
            Type expected,
            Object value,
            String part,
            Optional<? extends Type> partExpected,
            Throwable cause) {
        super(
                ErrorCode.ARGUMENT_MISMATCH,
                "argument %d should be %s and is %s: its %s %s"
                        .formatted(
                                index,
                                expected.getTypeName(),
                                shown(value),
                                part,
                                partExpected
                                        .map(type -> "should be " + type.getTypeName())
                                        .orElse("does not fit")),
                cause);
    }

    private static String shown(Object value) {
        var text = value instanceof String ? '"' + (String) value + '"' : String.valueOf(value);
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
