package org.faktoryjca.ra.outbound;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What guards the parts of a sender: one lock for them all, a signal for whatever changes, and whether the end has come. */
final class Monitor {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int waiting;
    private boolean closed;

    void lock() {
        lock.lock();
    }

    void unlock() {
        lock.unlock();
    }

    /** Waits for a change, with the lock; answers how much of the time is left. */
    long await(long nanos) throws InterruptedException {
        waiting++;
        try {
            return changed.awaitNanos(nanos);
        } finally {
            waiting--;
        }
    }

    /** Whether someone waits, who will look after what is left. */
    boolean isAwaited() {
        return waiting > 0;
    }

    void changed() {
        changed.signalAll();
    }

    void close() {
        closed = true;
        changed.signalAll();
    }

    boolean isClosed() {
        return closed;
    }
}
