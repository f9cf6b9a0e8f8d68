package org.faktoryjca.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;

/** Testcontainers is optional: without it there is no container, and nothing else changes. */
class WithoutTestcontainersTest {
    /** Loads the kit anew, and finds no Testcontainers. */
    private static final class Without extends URLClassLoader {
        Without() {
            super(new URL[] {
                FaktoryTest.class.getProtectionDomain().getCodeSource().getLocation()
            });
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("org.testcontainers.")) {
                throw new ClassNotFoundException(name);
            }
            if (name.matches("org\\.faktoryjca\\.testing\\.\\w+")) {
                var loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
            return super.loadClass(name, resolve);
        }
    }

    @Test
    void aContainerIsNotPossible() throws Exception {
        try (var loader = new Without()) {
            var kit = loader.loadClass(ContainerServer.class.getName());
            assertThat(kit).isNotSameAs(ContainerServer.class);
            var isPossible = kit.getDeclaredMethod("isPossible");
            isPossible.setAccessible(true);
            assertThat(isPossible.invoke(null)).isEqualTo(false);
        }
    }
}
