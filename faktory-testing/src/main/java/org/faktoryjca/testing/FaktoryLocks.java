package org.faktoryjca.testing;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.parallel.ResourceLocksProvider;

/** Lets tests that share a server wait for each other, where JUnit runs tests in parallel. */
final class FaktoryLocks implements ResourceLocksProvider {
    @Override
    public Set<Lock> provideForClass(Class<?> testClass) {
        return Settings.ofEnvironment().text(Settings.URL).isPresent() ? Set.of(new Lock(Settings.URL)) : Set.of();
    }

    @Override
    public Set<Lock> provideForNestedClass(List<Class<?>> enclosing, Class<?> testClass) {
        return Set.of(of(enclosing.get(0)));
    }

    @Override
    public Set<Lock> provideForMethod(List<Class<?>> enclosing, Class<?> testClass, Method testMethod) {
        return Set.of(of(enclosing.isEmpty() ? testClass : enclosing.get(0)));
    }

    private static Lock of(Class<?> outermost) {
        return new Lock("faktory of " + outermost.getName());
    }
}
