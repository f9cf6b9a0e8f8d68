package org.faktoryjca.worker;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lanes whose jobs are short, served one after the other by one thread, the leader, while the threads of the others sleep: when it comes back
 * to a lane, the next job is there. In a fixed order, so that none is passed over. It is over for good as soon as the leader leaves it, is held up
 * in a lane, whatever by, or a lane is no longer fit for it; then the leader keeps the lane that it is in, and each of those that slept takes
 * one of the others. Thread-safe.
 */
final class Crew {
    /** Without a step of the leader for so long, it is held up. */
    private static final Duration LOOK = Duration.ofMillis(2);

    /** Guards all that follows. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();

    /** All but the one that the leader is in, in the order of their turns. */
    private final Deque<Lane> waiting = new ArrayDeque<>();

    private long turns;
    private boolean watched;

    /** Looked at without the lock, too. */
    private volatile boolean over;

    /** Has this lane served too, if there is room; then its thread must {@link #sleep}. */
    boolean take(Lane lane, int most) {
        lock.lock();
        try {
            var taken = !over && waiting.size() + 1 < most;
            if (taken) {
                waiting.addLast(lane);
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** For the leader: the lane to go on with. It may be the same; once the crew {@link #isOver} it is, and the leader's own. */
    Lane next(Lane served) {
        lock.lock();
        try {
            turns++;
            if (!served.isFitForCrew()) {
                end();
            }
            if (over) {
                return served;
            }
            waiting.addLast(served);
            return waiting.removeFirst();
        } finally {
            lock.unlock();
        }
    }

    boolean isOver() {
        return over;
    }

    /** Ends it, whether it is over or not. */
    void dissolve() {
        lock.lock();
        try {
            end();
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        over = true;
        changed.signalAll();
    }

    /**
     * For a thread whose lane was taken: waits until the crew is over, and answers the lane that is the thread's own from then on. An interrupt
     * ends the crew, and is still there afterwards: the lane runs what it has fetched, and its thread ends. One of those who sleep looks after the leader.
     */
    Lane sleep() {
        var interrupted = false;
        lock.lock();
        try {
            while (!over) {
                try {
                    sleepOnce();
                } catch (InterruptedException e) {
                    interrupted = true;
                    end();
                } catch (Error e) {
                    // Out of memory, for one: no lane may be left without a thread.
                    end();
                }
            }
            return waiting.removeFirst();
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void sleepOnce() throws InterruptedException {
        if (watched) {
            changed.await();
            return;
        }
        watched = true;
        try {
            var before = turns;
            if (!changed.await(LOOK.toNanos(), TimeUnit.NANOSECONDS) && turns == before) {
                end();
            }
        } finally {
            watched = false;
        }
    }
}
