package org.faktoryjca.client.settings;

import java.util.Objects;
import java.util.Optional;

/**
 * Where certificates or keys are read from, when a connection is made.
 *
 * @param path a file: PKCS12, JKS or PEM, told by content; may name {@code ${ENV}}
 * @param password what opens it, if anything must
 */
public record StoreSettings(String path, Optional<Secret> password) {
    /** Checks that nothing is null. */
    public StoreSettings {
        Objects.requireNonNull(path);
        Objects.requireNonNull(password);
    }
}
