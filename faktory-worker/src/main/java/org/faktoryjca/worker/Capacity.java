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

    /** Takes room for a job if there is any. */
    boolean tryTake() {
        lock.lock();
        try {
            var free = taken < most;
            taken += free ? 1 : 0;
            return free;
        } finally {
            lock.unlock();
        }
    }

    /** Takes room for a job, waited for up to so long or until given up; false if there was none. */
    boolean take(Duration atMost, BooleanSupplier givenUp) {
        lock.lock();
        try {
            var left = atMost.toNanos();
            while (taken >= most && left > 0 && !givenUp.getAsBoolean()) {
                left = changed.awaitNanos(left);
            }
            return tryTake();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
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
