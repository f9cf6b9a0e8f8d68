package org.faktoryjca.client.settings;

import java.util.Objects;

/**
 * A text that must not be seen: a password, or an address that may hold one.
 *
 * <p>Immutable and thread-safe. It never shows itself; whoever {@linkplain #reveal() reveals} it answers for where it goes.
 */
public final class Secret {
    private final String text;

    private Secret(String text) {
        this.text = Objects.requireNonNull(text);
    }

    /** Hides a text. */
    public static Secret of(String text) {
        return new Secret(text);
    }

    /** The text itself: not for logs, messages or names. */
    public String reveal() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && text.equals(secret.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The same for every secret, its length included. */
    @Override
    public String toString() {
        return "(hidden)";
    }
}
