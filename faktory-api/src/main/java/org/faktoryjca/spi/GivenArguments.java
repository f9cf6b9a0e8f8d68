package org.faktoryjca.spi;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.faktoryjca.ArgumentMismatchException;

/**
 * The very objects that a job was made with.
 *
 * <p>They bind to their own types, and as simple values (numbers, strings, enums, times) to each other, so that a bean can
 * be tested with nothing but the API. What takes JSON, such as a map for a record, does not bind here.
 */
public final class GivenArguments implements JobArguments {
    private static final Map<Class<?>, Function<BigDecimal, Object>> NUMBERS = Map.of(
            Byte.class, BigDecimal::byteValueExact,
            Short.class, BigDecimal::shortValueExact,
            Integer.class, BigDecimal::intValueExact,
            Long.class, BigDecimal::longValueExact,
            BigInteger.class, BigDecimal::toBigIntegerExact,
            BigDecimal.class, number -> number,
            Double.class, number -> finite(number.doubleValue()),
            Float.class, number -> (float) finite(number.floatValue()));

    private static final Map<Class<?>, Function<String, Object>> TEXTS = Map.of(
            String.class, text -> text,
            CharSequence.class, text -> text,
            Instant.class, Instant::parse,
            Duration.class, Duration::parse,
            UUID.class, UUID::fromString);

    private final List<Object> values;

    /** Takes the values as they are; the list is copied, the objects are not. */
    public GivenArguments(List<?> values) {
        this.values = Collections.unmodifiableList(new ArrayList<>(values));
    }

    @Override
    public int size() {
        return values.size();
    }

    @Override
    public List<Object> values() {
        return values;
    }

    @Override
    public Object bind(int index, Type type) {
        return bind(index, type, values.get(index));
    }

    private static Object bind(int index, Type type, Object value) {
        var raw = rawClass(index, type, value);
        if (raw == Optional.class && !(value instanceof Optional)) {
            var of = type instanceof ParameterizedType generic ? generic.getActualTypeArguments()[0] : Object.class;
            return value == null ? Optional.empty() : Optional.of(bind(index, of, value));
        }
        var target = Primitives.boxed(raw);
        if (value == null) {
            if (raw.isPrimitive()) {
                throw new ArgumentMismatchException(index, type, null, null);
            }
            return null;
        }
        if (target.isInstance(value)) {
            return value;
        }
        try {
            return simple(index, type, target, value);
        } catch (ArithmeticException | IllegalArgumentException | java.time.DateTimeException e) {
            throw new ArgumentMismatchException(index, type, value, e);
        }
    }

    private static Object simple(int index, Type type, Class<?> target, Object value) {
        if (value instanceof Number && NUMBERS.containsKey(target)) {
            return NUMBERS.get(target).apply(new BigDecimal(value.toString()));
        }
        var text = value instanceof Enum<?> constant ? constant.name() : value.toString();
        if (target.isEnum()) {
            return constant(target, text);
        }
        if ((value instanceof CharSequence || value instanceof Enum) && TEXTS.containsKey(target)) {
            return TEXTS.get(target).apply(text);
        }
        throw new ArgumentMismatchException(index, type, value, null);
    }

    /** What is too large for its type would become infinite. */
    private static double finite(double number) {
        if (Double.isInfinite(number)) {
            throw new ArithmeticException("out of range");
        }
        return number;
    }

    private static Object constant(Class<?> target, String name) {
        for (var constant : target.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(name)) {
                return constant;
            }
        }
        throw new IllegalArgumentException("no constant " + name);
    }

    private static Class<?> rawClass(int index, Type type, Object value) {
        if (type instanceof Class<?> plain) {
            return plain;
        }
        if (type instanceof ParameterizedType generic) {
            return (Class<?>) generic.getRawType();
        }
        throw new ArgumentMismatchException(index, type, value, null);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JobArguments arguments && values.equals(arguments.values());
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }
}
