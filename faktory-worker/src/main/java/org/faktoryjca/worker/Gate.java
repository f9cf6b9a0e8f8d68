package org.faktoryjca.worker;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Whether lanes may fetch: open, quiet (not now), or closed (never again). What waits here is woken by a change, so that a
 * stop never waits for a pause to end. Thread-safe.
 */
final class Gate {
    private enum State {
        OPEN,
        QUIET,
        CLOSED
    }

    /** Guards changes of {@link #state}, which lanes look at several times for each job. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private volatile State state = State.OPEN;

    void open() {
        turn(State.OPEN);
    }

    void quiet() {
        turn(State.QUIET);
    }

    /** For good. */
    void close() {
        turn(State.CLOSED);
    }

    private void turn(State next) {
        lock.lock();
        try {
            if (state != State.CLOSED) {
                state = next;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    /** Waits while quiet; false once closed. */
    boolean pass() throws InterruptedException {
        if (isOpen()) {
            return true;
        }
        lock.lock();
        try {
            while (state == State.QUIET) {
                changed.await();
            }
            return state == State.OPEN;
        } finally {
            lock.unlock();
        }
    }

    /** Waits so long, or until closed, which it then answers with false. */
    boolean pause(Duration duration) throws InterruptedException {
        lock.lock();
        try {
            var left = duration.toNanos();
            while (state != State.CLOSED && left > 0) {
                left = changed.awaitNanos(left);
            }
            return state != State.CLOSED;
        } finally {
            lock.unlock();
        }
    }
}
