package org.faktoryjca.testing;

import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What says which server tests run on: JUnit's configuration parameters, then the environment. A blank value is as good as
 * none, and hides the one of the environment.
 *
 * @param source finds a value by its name
 */
record Settings(Function<String, Optional<String>> source) {
    static final String URL = "FAKTORY_URL";
    static final String REQUIRE_REAL = "FAKTORY_REQUIRE_REAL";
    static final String IMAGE = "FAKTORY_IMAGE";
    static final String ERASE = "FAKTORY_TEST_ERASE";

    static Settings of(ExtensionContext context) {
        return new Settings(
                name -> context.getConfigurationParameter(name).or(() -> Optional.ofNullable(System.getenv(name))));
    }

    static Settings ofEnvironment() {
        return new Settings(name -> Optional.ofNullable(System.getenv(name)));
    }

    Optional<String> text(String name) {
        return source.apply(name).map(String::strip).filter(value -> !value.isEmpty());
    }

    boolean flag(String name) {
        return text(name).map(Boolean::parseBoolean).orElse(false);
    }
}
