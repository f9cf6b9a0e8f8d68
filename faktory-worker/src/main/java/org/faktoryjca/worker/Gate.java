package org.faktoryjca.worker;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Whether lanes may fetch: open, quiet (not now), closed (never again), or over, when they are to give up what they still have to report,
 * too. What waits here is woken by a change, so that a stop never waits for a pause to end. Thread-safe.
 */
final class Gate {
    private enum State {
        OPEN,
        QUIET,
        CLOSED,
        OVER
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

    /** Closed, and the time for reports is over. */
    void end() {
        turn(State.OVER);
    }

    private void turn(State next) {
        lock.lock();
        try {
            if (!isClosed() || next.compareTo(state) > 0) {
                state = next;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        return state.compareTo(State.CLOSED) >= 0;
    }

    boolean isOver() {
        return state == State.OVER;
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

    /** Waits so long, or until closed. */
    void pause(Duration duration) throws InterruptedException {
        pause(duration, State.CLOSED);
    }

    /** Waits so long, or until over: for who has something to report. */
    void pauseWithReport(Duration duration) throws InterruptedException {
        pause(duration, State.OVER);
    }

    private void pause(Duration duration, State end) throws InterruptedException {
        lock.lock();
        try {
            var left = duration.toNanos();
            while (state.compareTo(end) < 0 && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
