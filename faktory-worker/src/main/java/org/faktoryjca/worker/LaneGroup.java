package org.faktoryjca.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.client.settings.Queues;

/**
 * The lanes that serve one value of {@code queues}. As long as there is capacity one of them is free to fetch: the last one to
 * become busy has another one started, up to the limit, which is the sum of the handlers' concurrency. Those beyond the first
 * retire when there is nothing to do. Thread-safe.
 */
final class LaneGroup {
    /** At 2 s each, so that a trickle of jobs does not have lanes come and go with every one of them. */
    private static final int EMPTY_FETCHES_TO_RETIRE = 5;

    private final Queues queues;
    private final RandomGenerator random;
    private final WorkerThreads threads;
    private final String name;
    private final WorkerListener listener;
    private final Function<LaneGroup, Lane> newLane;
    private final Gate gate = new Gate();

    /** Guards {@link #limit}, {@link #lanes}, {@link #busy} and {@link #started}. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private int limit;
    private int lanes;
    private int busy;
    private int started;

    LaneGroup(
            Queues queues,
            RandomGenerator random,
            WorkerThreads threads,
            String name,
            WorkerListener listener,
            Function<LaneGroup, Lane> newLane) {
        this.queues = queues;
        this.random = random;
        this.threads = threads;
        this.name = name;
        this.listener = listener;
        this.newLane = newLane;
    }

    Gate gate() {
        return gate;
    }

    /** The queues, in the order for one FETCH. */
    List<String> order() {
        return queues.order(random);
    }

    /** Changes the limit by a handler's concurrency, and says whether any is left. */
    boolean resize(int by) {
        lock.lock();
        try {
            limit += by;
            grow();
            return limit > 0;
        } finally {
            lock.unlock();
        }
    }

    /** A lane has a job. Without a thread for another one the lanes there are go on; the next job asks again. */
    void busy() {
        lock.lock();
        try {
            busy++;
            grow();
        } catch (FaktoryException e) {
            listener.on(new WorkerEvent.NoThread(e));
        } finally {
            lock.unlock();
        }
    }

    void free() {
        lock.lock();
        try {
            busy--;
        } finally {
            lock.unlock();
        }
    }

    private void grow() {
        if (busy == lanes && lanes < limit && !gate.isClosed()) {
            lanes++;
            var begun = false;
            try {
                threads.start(name + "-lane-" + ++started, newLane.apply(this));
                begun = true;
            } finally {
                if (!begun) {
                    lanes--;
                }
            }
        }
    }

    /** Whether a lane that had so many empty FETCHes in a row may end. */
    boolean retires(int emptyFetches) {
        lock.lock();
        try {
            return lanes > limit || lanes > 1 && emptyFetches >= EMPTY_FETCHES_TO_RETIRE && busy < lanes - 1;
        } finally {
            lock.unlock();
        }
    }

    void ended() {
        lock.lock();
        try {
            lanes--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until no lane is left; false if some are after this time. */
    boolean awaitEnd(Duration atMost) {
        lock.lock();
        try {
            var left = atMost.toNanos();
            while (lanes > 0 && left > 0) {
                left = changed.awaitNanos(left);
            }
            return lanes == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }
}
