package org.faktoryjca.client;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * The one thread that looks after all steps that are going on. It is there only while there are any, and up to a second longer
 * where connections stay open: an application server has nothing to stop when the adapter is taken away, and sockets that nobody uses
 * are not held. Thread-safe.
 */
final class StandstillWatch implements Runnable {
    static final String THREAD = "faktory-standstill-watch";

    private static final long LONGEST_SLEEP = 1_000_000_000;
    private static final long AWAKE = Long.MAX_VALUE;
    private static final long START = System.nanoTime();

    /** Guarded by the class. */
    private static final Set<Standstill> WATCHED = new HashSet<>();

    /** When the thread looks next: what must be looked at earlier wakes it. While it is awake everything does. */
    private static volatile long nextLook = AWAKE;

    /** Changed by the class' lock. */
    private static volatile Thread thread;

    private StandstillWatch() {}

    /** Nanoseconds that can be compared. */
    static long now() {
        return System.nanoTime() - START;
    }

    /** Has a step looked at when it ends, which it knows already. */
    static void watch(Standstill step, long endsNanos) {
        if (!step.isWatched()) {
            join(step);
        }
        if (endsNanos < nextLook) {
            LockSupport.unpark(thread);
        }
    }

    /** Has the thread end now if that was the last step: whoever takes an application away looks for its threads at once. */
    static void wake() {
        LockSupport.unpark(thread);
    }

    private static synchronized void join(Standstill step) {
        if (thread == null) {
            var next = detached();
            next.start();
            thread = next;
        }
        WATCHED.add(step);
        step.watched();
    }

    /** Not by the right of whoever happens to be the first, nor with his class loader: it may outlive his application. */
    @SuppressWarnings("removal") // Java 17 has no other way to leave the caller's protection domains behind.
    private static Thread detached() {
        return AccessController.doPrivileged((PrivilegedAction<Thread>) () -> {
            var next = new Thread(null, new StandstillWatch(), THREAD, 0, false);
            next.setDaemon(true);
            next.setContextClassLoader(StandstillWatch.class.getClassLoader());
            return next;
        });
    }

    @Override
    public void run() {
        try {
            for (var steps = goingOn(); !steps.isEmpty(); steps = goingOn()) {
                LockSupport.parkNanos(this, look(steps));
                // Whoever interrupts all threads of a server would have this one never sleep again.
                Thread.interrupted();
            }
        } finally {
            ended();
        }
    }

    private static synchronized List<Standstill> goingOn() {
        nextLook = AWAKE;
        WATCHED.removeIf(Standstill::rests);
        if (WATCHED.isEmpty()) {
            // In the same moment, so that a step that begins now starts another one.
            thread = null;
        }
        return List.copyOf(WATCHED);
    }

    /** Breaks off what must be; answers how long to sleep. Without the lock: others begin steps meanwhile. */
    private static long look(List<Standstill> steps) {
        var now = now();
        var next = now + LONGEST_SLEEP;
        for (var step : steps) {
            next = Math.min(next, step.look(now));
        }
        nextLook = next;
        return Math.max(1, next - now());
    }

    /** By an error too, such as a lack of memory: the next step has another thread. */
    private static synchronized void ended() {
        if (thread == Thread.currentThread()) {
            thread = null;
        }
    }
}
