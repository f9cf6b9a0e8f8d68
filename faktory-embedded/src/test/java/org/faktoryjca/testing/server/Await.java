package org.faktoryjca.testing.server;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for conditions that nothing signals. */
final class Await {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Await() {}

    static void until(Callable<Boolean> condition) {
        within(PATIENCE, condition);
    }

    static void within(Duration patience, Callable<Boolean> condition) {
        var start = System.nanoTime();
        try {
            while (!condition.call()) {
                if (System.nanoTime() - start > patience.toNanos()) {
                    throw new AssertionError("did not come true within " + patience);
                }
                LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
