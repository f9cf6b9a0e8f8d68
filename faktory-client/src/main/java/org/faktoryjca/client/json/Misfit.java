package org.faktoryjca.client.json;

import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.util.Optional;
import java.util.stream.Stream;

/** What Jackson says of a value that does not fit: where in it, and what should be there. */
final class Misfit {
    private Misfit() {}

    /** The path from the value to what does not fit: {@code box[1].width}; empty if that is the value itself, or not known. */
    static String path(Throwable thrown) {
        if (!(thrown instanceof JsonMappingException mapping)) {
            return "";
        }
        var path = new StringBuilder();
        for (var step : mapping.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.toString();
    }

    /** The type that should be there. */
    static Optional<Class<?>> expected(Throwable thrown) {
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                .flatMap(cause -> target(cause).stream())
                .findFirst();
    }

    private static Optional<Class<?>> target(Throwable thrown) {
        if (thrown instanceof MismatchedInputException mismatch) {
            return Optional.ofNullable(mismatch.getTargetType());
        }
        return thrown instanceof InputCoercionException coercion
                ? Optional.ofNullable(coercion.getTargetType())
                : Optional.empty();
    }
}
