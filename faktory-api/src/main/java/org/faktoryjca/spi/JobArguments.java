package org.faktoryjca.spi;

import java.lang.reflect.Type;
import java.util.List;

/**
 * The arguments of a job, in whatever form their owner keeps them: the objects given by hand, or the JSON received.
 *
 * <p>Implementations are immutable and thread-safe.
 */
public interface JobArguments {
    /** How many there are. */
    int size();

    /** All of them as plain values; unmodifiable, and may hold null for JSON's null. */
    List<Object> values();

    /**
     * One argument as the type asked for.
     *
     * @param index from 0 to {@link #size()} − 1
     * @param type a class or a generic type
     * @return the value, or null where the argument is JSON's null and the type is neither primitive nor {@code Optional}
     * @throws org.faktoryjca.ArgumentMismatchException if it does not fit
     */
    Object bind(int index, Type type);
}
