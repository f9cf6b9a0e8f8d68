package org.faktoryjca.worker;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** How many jobs a handler may run at the same time, and for how many of them room is taken. Thread-safe. */
final class Capacity {
    private final int most;

    /** Guards {@link #taken}. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private int taken;

    /** How many wait with a job in hand. Looked at without the lock, too. */
    private volatile int waiting;

    Capacity(int most) {
        this.most = most;
    }

    boolean isFree() {
        lock.lock();
        try {
            return taken < most;
        } finally {
            lock.unlock();
        }
    }

    /** Whether somebody waits for room with a job in hand. */
    boolean isAwaited() {
        return waiting > 0;
    }

    /** Takes room for a job that is yet to be fetched, if there is any that nobody waits for with a job in hand. */
    boolean tryTake() {
        lock.lock();
        try {
            return !isAwaited() && taken();
        } finally {
            lock.unlock();
        }
    }

    private boolean taken() {
        var free = taken < most;
        taken += free ? 1 : 0;
        return free;
    }

    /** Takes room for a job, waited for up to so long or until given up; false if there was none. */
    boolean take(Duration atMost, BooleanSupplier givenUp) {
        lock.lock();
        try {
            awaitFree(atMost, givenUp);
            return taken();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void awaitFree(Duration atMost, BooleanSupplier givenUp) throws InterruptedException {
        var left = atMost.toNanos();
        waiting++;
        try {
            while (taken >= most && left > 0 && !givenUp.getAsBoolean()) {
                left = changed.awaitNanos(left);
            }
        } finally {
            waiting--;
        }
    }

    /** Has those who wait look again whether they still do. */
    void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void giveBack() {
        lock.lock();
        try {
            taken--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
