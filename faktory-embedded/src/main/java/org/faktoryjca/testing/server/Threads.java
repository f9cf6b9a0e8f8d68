package org.faktoryjca.testing.server;

import java.util.concurrent.TimeUnit;

/** Ends threads. */
final class Threads {

    private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(10);

    private Threads() {}

    /** Waits until a thread has ended; an interrupt of the caller is kept for later. */
    static void awaitEnd(Thread thread) {
        if (thread == Thread.currentThread()) {
            return;
        }
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
