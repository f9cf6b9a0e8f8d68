package org.faktoryjca.spi;

import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the type variables of a class's supertypes stand for in it: a method inherited from {@code Importer<T>} takes the bean's
 * own type where it says {@code T}.
 */
final class GenericTypes {
    private final Map<TypeVariable<?>, Type> meanings = new HashMap<>();

    GenericTypes(Class<?> bean) {
        learn(bean);
    }

    private void learn(Type type) {
        if (type instanceof ParameterizedType generic) {
            var raw = (Class<?>) generic.getRawType();
            var given = generic.getActualTypeArguments();
            for (int i = 0; i < given.length; i++) {
                meanings.put(raw.getTypeParameters()[i], given[i]);
            }
            learnSupertypes(raw);
        } else if (type instanceof Class<?> raw) {
            learnSupertypes(raw);
        }
    }

    private void learnSupertypes(Class<?> raw) {
        if (raw.getGenericSuperclass() != null) {
            learn(raw.getGenericSuperclass());
        }
        Stream.of(raw.getGenericInterfaces()).forEach(this::learn);
    }

    /** The type with every variable replaced whose meaning is known, and each wildcard by its upper bound. */
    Type resolve(Type type) {
        if (type instanceof TypeVariable<?> variable) {
            var meaning = meanings.get(variable);
            return meaning == null ? variable : resolve(meaning);
        }
        if (type instanceof WildcardType wildcard) {
            return resolve(wildcard.getUpperBounds()[0]);
        }
        if (type instanceof GenericArrayType array) {
            return arrayOf(resolve(array.getGenericComponentType()));
        }
        if (type instanceof ParameterizedType generic) {
            return new Parameterized(
                    generic.getRawType(),
                    generic.getOwnerType(),
                    Stream.of(generic.getActualTypeArguments())
                            .map(this::resolve)
                            .toArray(Type[]::new));
        }
        return type;
    }

    private static Type arrayOf(Type component) {
        return component instanceof Class<?> raw ? Array.newInstance(raw, 0).getClass() : new ArrayOf(component);
    }

    /** What an array's elements are. */
    static Type component(Type array) {
        return array instanceof GenericArrayType generic
                ? generic.getGenericComponentType()
                : ((Class<?>) array).getComponentType();
    }

    /** Whether a variable is left in the type that stands for nothing known. */
    static boolean isOpen(Type type) {
        if (type instanceof ParameterizedType generic) {
            return Stream.of(generic.getActualTypeArguments()).anyMatch(GenericTypes::isOpen);
        }
        return type instanceof GenericArrayType array
                ? isOpen(array.getGenericComponentType())
                : type instanceof TypeVariable<?>;
    }

    /** The class under its type arguments; for a variable that stands for nothing known, its bound's. */
    static Class<?> raw(Type type) {
        if (type instanceof TypeVariable<?> open) {
            return raw(open.getBounds()[0]);
        }
        if (type instanceof ParameterizedType generic) {
            return (Class<?>) generic.getRawType();
        }
        return type instanceof GenericArrayType array
                ? Array.newInstance(raw(array.getGenericComponentType()), 0).getClass()
                : (Class<?>) type;
    }

    private record ArrayOf(Type getGenericComponentType) implements GenericArrayType {
        @Override
        public String toString() {
            return getGenericComponentType.getTypeName() + "[]";
        }
    }

    private record Parameterized(Type getRawType, Type getOwnerType, Type[] getActualTypeArguments)
            implements ParameterizedType {
        @Override
        public boolean equals(Object other) {
            return other instanceof ParameterizedType type
                    && getRawType.equals(type.getRawType())
                    && Arrays.equals(getActualTypeArguments, type.getActualTypeArguments());
        }

        @Override
        public int hashCode() {
            return getRawType.hashCode() ^ Arrays.hashCode(getActualTypeArguments);
        }

        @Override
        public String toString() {
            return Stream.of(getActualTypeArguments)
                    .map(Type::getTypeName)
                    .collect(Collectors.joining(", ", getRawType.getTypeName() + "<", ">"));
        }
    }
}
