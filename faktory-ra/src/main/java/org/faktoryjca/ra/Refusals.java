package org.faktoryjca.ra;

import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

/**
 * The beans that were refused, by the identity of their factories, which a new deployment has new ones of. Kept weakly: a server that
 * forgets such a bean is not held up. Thread-safe.
 */
final class Refusals {
    /** Guarded by this. */
    private final List<WeakReference<MessageEndpointFactory>> known = new ArrayList<>();

    /** Whether this one was not refused before, which it is from now on. */
    synchronized boolean isFirst(MessageEndpointFactory endpoints) {
        known.removeIf(reference -> reference.refersTo(null));
        if (known.stream().anyMatch(reference -> reference.refersTo(endpoints))) {
            return false;
        }
        known.add(new WeakReference<>(endpoints));
        return true;
    }
}
