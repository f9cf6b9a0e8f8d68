package org.faktoryjca.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Stream;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.client.settings.Queues;

/**
 * The lanes that serve one value of {@code queues}. As long as there is capacity one of them is free to fetch: when the last one
 * has become busy another one is started, up to the limit, which is the sum of the handlers' concurrency. Those beyond the first
 * retire when there is nothing to do.
 */
final class LaneGroup implements Lifecycle {
    /** At 2 s each, so that a trickle of jobs does not have lanes come and go with every one of them. */
    private static final int EMPTY_FETCHES_TO_RETIRE = 5;

    private static final Duration LAST_WORDS = Duration.ofSeconds(3);

    private final Queues queues;
    private final String name;
    private final Surroundings surroundings;
    private final Executor errands;
    private final Function<LaneGroup, Lane> newLane;

    /** Guards what follows. Nothing that may wait is done under it: each lane takes it several times for a job. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private Gate gate = new Gate();
    private boolean begun;
    private List<Registration> members = List.of();
    private int limit;
    private int lanes;
    private int busy;
    private int retiring;
    private int started;
    private boolean growing;
    private boolean starved;

    /**
     * A group without lanes.
     *
     * @param errands has further lanes started, which a lane must not do itself: it may have to wait for the thread
     */
    LaneGroup(
            Queues queues,
            String name,
            Surroundings surroundings,
            Executor errands,
            Function<LaneGroup, Lane> newLane) {
        this.queues = queues;
        this.name = name;
        this.surroundings = surroundings;
        this.errands = errands;
        this.newLane = newLane;
    }

    /** Of this start, for lanes and for whoever turns it. */
    Gate gate() {
        lock.lock();
        try {
            return gate;
        } finally {
            lock.unlock();
        }
    }

    /** The queues, in the order for one FETCH. */
    List<String> order() {
        return queues.order(surroundings.random());
    }

    /**
     * Serves this handler too, by a lane at least once it is started.
     *
     * @throws FaktoryException if no thread can be had for the first lane; then nothing has changed
     */
    void join(Registration member) {
        become(member, true);
        var done = false;
        try {
            growIfFirst();
            done = true;
        } finally {
            if (!done) {
                become(member, false);
            }
        }
        askForMore();
    }

    /** Serves this handler no more, and says whether any other is left. */
    boolean leave(Registration member) {
        return become(member, false);
    }

    private boolean become(Registration member, boolean served) {
        lock.lock();
        try {
            var others = members.stream().filter(other -> other != member);
            members = (served ? Stream.concat(others, Stream.of(member)) : others).toList();
            limit = members.stream()
                    .mapToInt(each -> each.handler().concurrency())
                    .sum();
            return !members.isEmpty();
        } finally {
            lock.unlock();
        }
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

    @Override
    public void start() {
        lock.lock();
        try {
            if (begun && !gate.isClosed()) {
                return;
            }
            if (gate.isClosed()) {
                gate = new Gate();
            }
            begun = true;
        } finally {
            lock.unlock();
        }
        var done = false;
        try {
            growIfFirst();
            done = true;
        } finally {
            if (!done) {
                gate().close();
            }
        }
        askForMore();
    }

    @Override
    public void stop() {
        lock.lock();
        try {
            if (!begun) {
                return;
            }
        } finally {
            lock.unlock();
        }
        gate().close();
        awaitEnd(LAST_WORDS);
    }

    @Override
    public boolean isRunning() {
        lock.lock();
        try {
            return begun && !gate.isClosed();
        } finally {
            lock.unlock();
        }
    }

    /** A lane has a job. */
    void busy() {
        lock.lock();
        try {
            busy++;
        } finally {
            lock.unlock();
        }
        askForMore();
    }

    void free() {
        lock.lock();
        try {
            busy--;
        } finally {
            lock.unlock();
        }
    }

    private void askForMore() {
        lock.lock();
        try {
            if (growing || !isShort()) {
                return;
            }
            growing = true;
        } finally {
            lock.unlock();
        }
        errands.execute(this::grow);
    }

    private boolean isShort() {
        return begun && busy >= lanes - retiring && lanes - retiring < limit && !gate.isClosed();
    }

    /** Says once that there is no thread, and not with every job until there is one: the next job asks again. */
    private void grow() {
        try {
            while (growByOne()) {
                starved = false;
            }
        } catch (FaktoryException e) {
            if (!starved) {
                starved = true;
                surroundings.listener().on(new WorkerEvent.NoThread(e));
            }
            stopGrowing();
        }
    }

    private void stopGrowing() {
        lock.lock();
        try {
            growing = false;
        } finally {
            lock.unlock();
        }
    }

    private void growIfFirst() {
        lock.lock();
        try {
            if (lanes > 0) {
                return;
            }
        } finally {
            lock.unlock();
        }
        growByOne();
    }

    private boolean growByOne() {
        int number;
        lock.lock();
        try {
            if (!isShort()) {
                // In the same moment, so that a job that comes now asks anew.
                growing = false;
                return false;
            }
            lanes++;
            number = ++started;
        } finally {
            lock.unlock();
        }
        var running = false;
        try {
            surroundings.threads().start(name + "-lane-" + number, newLane.apply(this));
            running = true;
        } finally {
            if (!running) {
                gone(false);
            }
        }
        return true;
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
     * A lane has ended, by itself or by an error of its own. If it leaves none that is free, as the last one of an earlier start may,
     * another one takes its place.
     *
     * @param retired whether {@link #retires} told it to
     */
    void ended(boolean retired) {
        gone(retired);
        askForMore();
    }

    private void gone(boolean retired) {
        lock.lock();
        try {
            lanes--;
            if (retired) {
                retiring--;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How many lanes there are, whatever they do. */
    int lanes() {
        lock.lock();
        try {
            return lanes;
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
