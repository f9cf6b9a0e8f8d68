package org.faktoryjca.worker;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a group's lanes have asked the server for and not yet handed on: FETCHes under way, and jobs whose handler has not been looked
 * for. It can be held, so that nothing further is asked for, and waited for: then each job that was fetched is with its handler.
 * Thread-safe.
 */
final class Intake {
    /**
     * An application's beans leave one after the other, and a busy server may take its time between two: what the rest fetched meanwhile might
     * be for one that has gone.
     */
    static final Duration SETTLES = Duration.ofSeconds(5);

    private final WorkerTime time;

    /** Guards all that follows. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private int underWay;
    private int holds;
    private long openNanos;

    Intake(WorkerTime time) {
        this.time = time;
        this.openNanos = time.nanoTime();
    }

    /** Begins a FETCH, unless it is held; each is to be followed by an {@link #end()}. */
    boolean begin() {
        lock.lock();
        try {
            var free = !isHeld();
            underWay += free ? 1 : 0;
            return free;
        } finally {
            lock.unlock();
        }
    }

    /** The FETCH brought nothing, or its job's handler has been told to expect it. */
    void end() {
        lock.lock();
        try {
            underWay--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether no FETCH may begin now. */
    boolean isHeld() {
        lock.lock();
        try {
            return holds > 0 || time.nanoTime() - openNanos < 0;
        } finally {
            lock.unlock();
        }
    }

    /** Has no FETCH begin until a {@link #release()}, and for a moment after it. */
    void hold() {
        lock.lock();
        try {
            holds++;
        } finally {
            lock.unlock();
        }
    }

    /** Has no FETCH begin for so long, or until the next {@link #release()}. */
    void pause(Duration duration) {
        lock.lock();
        try {
            var until = time.nanoTime() + duration.toNanos();
            openNanos = until - openNanos > 0 ? until : openNanos;
        } finally {
            lock.unlock();
        }
    }

    /** Takes a {@link #hold()} back, and ends every pause: who asked for it may be the one who has left. */
    void release() {
        lock.lock();
        try {
            holds--;
            openNanos = time.nanoTime() + SETTLES.toNanos();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until nothing is under way; false if something is after this time. */
    boolean awaitNothing(Duration atMost) {
        lock.lock();
        try {
            var left = atMost.toNanos();
            while (underWay > 0 && left > 0) {
                left = changed.awaitNanos(left);
            }
            return underWay == 0;
        } catch (InterruptedException e) {
            // Whoever stops us is in a hurry.
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }
}
