package org.faktoryjca.ra.inbound;

import java.time.Duration;
import org.faktoryjca.ra.RaLog;

/**
 * The time in which a container gives no endpoint for a bean. It does not say why: a busy bean is no trouble, and one that cannot be
 * made is; so it is logged once when it lasts. Thread-safe.
 */
final class Scarcity {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Class<?> bean;

    /** Guarded by this; 0 while there are endpoints. */
    private long sinceNanos;

    /** Guarded by this. */
    private boolean told;

    Scarcity(Class<?> bean) {
        this.bean = bean;
    }

    synchronized void over() {
        sinceNanos = 0;
        told = false;
    }

    synchronized void goesOn(Throwable why) {
        var now = System.nanoTime() | 1;
        if (sinceNanos == 0) {
            sinceNanos = now;
        } else if (!told && now - sinceNanos > LONG.toNanos()) {
            told = true;
            RaLog.noEndpoint(bean, why);
        }
    }
}
