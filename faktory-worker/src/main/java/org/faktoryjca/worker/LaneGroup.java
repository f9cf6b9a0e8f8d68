package org.faktoryjca.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
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

    /** Guards what follows. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private List<Registration> members = List.of();
    private int limit;
    private int lanes;
    private int busy;
    private int retiring;
    private int started;
    private boolean starved;

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

    /**
     * Serves this handler too.
     *
     * @throws FaktoryException if no thread can be had for the first lane; then nothing has changed
     */
    void join(Registration member) {
        lock.lock();
        var before = members;
        var done = false;
        try {
            become(Stream.concat(before.stream(), Stream.of(member)).toList());
            if (lanes == 0) {
                grow();
            } else {
                growIfPossible();
            }
            done = true;
        } finally {
            if (!done) {
                become(before);
            }
            lock.unlock();
        }
    }

    /** Serves this handler no more, and says whether any other is left. */
    boolean leave(Registration member) {
        lock.lock();
        try {
            become(members.stream().filter(other -> other != member).toList());
            return !members.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private void become(List<Registration> next) {
        members = next;
        limit = next.stream().mapToInt(member -> member.handler().concurrency()).sum();
    }

    /** The handlers served now. */
    List<Registration> members() {
        lock.lock();
        try {
            return members;
        } finally {
            lock.unlock();
        }
    }

    /** A lane has a job. Without a thread for another one the lanes there are go on; the next job asks again. */
    void busy() {
        lock.lock();
        try {
            busy++;
            growIfPossible();
        } finally {
            lock.unlock();
        }
    }

    /** Says once that there is no thread, and not with every job until there is one. */
    private void growIfPossible() {
        try {
            grow();
            starved = false;
        } catch (FaktoryException e) {
            if (!starved) {
                starved = true;
                listener.on(new WorkerEvent.NoThread(e));
            }
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
        if (busy >= lanes - retiring && lanes - retiring < limit && !gate.isClosed()) {
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

    /** Whether a free lane that had so many empty FETCHes in a row is to end; it counts as gone from then on. */
    boolean retires(int emptyFetches) {
        lock.lock();
        try {
            var left = lanes - retiring;
            var retires = left > limit || left > 1 && emptyFetches >= EMPTY_FETCHES_TO_RETIRE && busy < left - 1;
            if (retires) {
                retiring++;
            }
            return retires;
        } finally {
            lock.unlock();
        }
    }

    /** Whether there are more lanes than there may be, so that one must look whether it {@link #retires} before it fetches. */
    boolean isCrowded() {
        lock.lock();
        try {
            return lanes - retiring > limit;
        } finally {
            lock.unlock();
        }
    }

    /**
     * A lane has ended.
     *
     * @param retired whether {@link #retires} told it to
     * @param broken whether it ended by an error of its own, and another one must take its place
     */
    void ended(boolean retired, boolean broken) {
        lock.lock();
        try {
            lanes--;
            if (retired) {
                retiring--;
            }
            if (broken) {
                growIfPossible();
            }
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
