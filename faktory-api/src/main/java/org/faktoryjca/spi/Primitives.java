package org.faktoryjca.spi;

import java.lang.invoke.MethodType;

/** The boxed classes of the primitive ones. */
final class Primitives {
    private Primitives() {}

    static Class<?> boxed(Class<?> type) {
        return MethodType.methodType(type).wrap().returnType();
    }
}
