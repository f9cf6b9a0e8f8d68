package org.faktoryjca.testing;

import java.lang.reflect.Executable;
import java.util.Arrays;
import java.util.stream.Stream;
import org.faktoryjca.testing.server.LoadableServer;
import org.junit.platform.commons.support.AnnotationSupport;

/** Whether tests set or read what a server holds, which a server in a container does not offer. */
final class StateNeed {
    private StateNeed() {}

    /** Of a class, of those that it inherits from, and of those within it. */
    static boolean of(Class<?> test) {
        for (Class<?> type = test; type != null && type != Object.class; type = type.getSuperclass()) {
            if (AnnotationSupport.isAnnotated(type, FaktoryState.class)
                    || executables(type).anyMatch(StateNeed::isPlain)
                    || Arrays.stream(type.getDeclaredClasses()).anyMatch(StateNeed::of)) {
                return true;
            }
        }
        return false;
    }

    private static Stream<Executable> executables(Class<?> type) {
        return Stream.concat(Arrays.stream(type.getDeclaredMethods()), Arrays.stream(type.getDeclaredConstructors()));
    }

    private static boolean isPlain(Executable executable) {
        return AnnotationSupport.isAnnotated(executable, FaktoryState.class)
                || Arrays.asList(executable.getParameterTypes()).contains(LoadableServer.class);
    }
}
