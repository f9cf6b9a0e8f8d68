package org.faktoryjca.worker;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.client.settings.Queues;

/**
 * The lanes that serve one value of {@code queues}. As long as there is capacity one of them is free to fetch: when the last one
 * has become busy another one is started, up to the limit, which is the sum of the handlers' concurrency. Those beyond the first
 * retire when there is nothing to do.
 */
final class LaneGroup implements Lifecycle {
    private static final Duration LAST_WORDS = Duration.ofSeconds(3);

    /** Longer a thread that an application server has promised should not take. */
    private static final Duration LATE = Duration.ofSeconds(10);

    private final Queues queues;
    private final List<String> names;
    private final String name;
    private final Surroundings surroundings;
    private final Executor errands;
    private final Function<LaneGroup, Lane> newLane;
    private final LaneCount count = new LaneCount();
    private final Intake intake;
    private final Crews crews = new Crews();

    /** Whether another group serves any of the queues, too. */
    private volatile boolean sharing;

    /** Closed as long as the group has not been started. */
    private volatile Gate gate = closed();

    /** Touched by {@link #errands} only. */
    private boolean starved;

    private volatile long askedNanos;

    /** Touched by {@link #look} only. */
    private boolean late;

    /**
     * A group without lanes.
     *
     * @param errands has further lanes started, one after the other, which a lane must not do itself: it may have to wait for the
     *     thread
     */
    LaneGroup(
            Queues queues,
            String name,
            Surroundings surroundings,
            Executor errands,
            Function<LaneGroup, Lane> newLane) {
        this.queues = queues;
        this.names = queues.names();
        this.name = name;
        this.surroundings = surroundings;
        this.errands = errands;
        this.newLane = newLane;
        this.intake = new Intake(surroundings.time());
    }

    private static Gate closed() {
        var gate = new Gate();
        gate.close();
        return gate;
    }

    /** Of this start, for lanes and for whoever turns it. */
    Gate gate() {
        return gate;
    }

    /** What its lanes have asked for. */
    Intake intake() {
        return intake;
    }

    /** Where lanes with short jobs share threads. */
    Crews crews() {
        return crews;
    }

    /** Whether it has all the lanes that it may have. */
    boolean isFull() {
        return count.isFull();
    }

    /** Whether it serves any of these queues. */
    boolean shares(Queues other) {
        return !Collections.disjoint(names, other.names());
    }

    /** The queues, in the order for one FETCH. */
    List<String> order() {
        return queues.weighted() ? queues.order(surroundings.random()) : names;
    }

    /**
     * Serves this handler too, by a lane at least once it is started.
     *
     * @throws FaktoryException if no thread can be had for the first lane; then nothing has changed
     */
    void join(Registration member) {
        count.join(member);
        var done = false;
        try {
            growIfFirst();
            done = true;
        } finally {
            if (!done) {
                count.leave(member);
            }
        }
        askForMore();
    }

    /** Serves this handler no more, and says whether any other is left. */
    boolean leave(Registration member) {
        return count.leave(member);
    }

    /** The handlers served now. */
    List<Registration> members() {
        return count.members();
    }

    /** Says whether another group serves any of the queues, too. */
    void share(boolean others) {
        sharing = others;
    }

    /** The handler whose jobs these lanes fetch, and no other jobs, and no other group's lanes; if there is such a one. */
    Optional<Registration> owner() {
        return sharing ? Optional.empty() : count.only();
    }

    @Override
    public void start() {
        synchronized (this) {
            if (isRunning()) {
                return;
            }
            gate = new Gate();
        }
        var done = false;
        try {
            growIfFirst();
            done = true;
        } finally {
            if (!done) {
                gate.close();
            }
        }
        askForMore();
    }

    @Override
    public void stop() {
        gate.close();
        awaitEnd(LAST_WORDS);
        gate.end();
    }

    @Override
    public boolean isRunning() {
        return !gate.isClosed();
    }

    /** A lane has its thread. */
    void begun() {
        count.begun();
    }

    /** A lane has a job. */
    void busy() {
        count.busy();
        askForMore();
    }

    /** A lane has none any more. */
    void free() {
        count.free();
    }

    private void askForMore() {
        if (isRunning() && count.asksToGrow()) {
            errands.execute(this::grow);
        }
    }

    /** Says once that there is no thread, and not with every job until there is one: the next job asks again. */
    private void grow() {
        var done = false;
        try {
            while (growByOne()) {
                starved = false;
            }
            done = true;
        } catch (FaktoryException e) {
            if (!starved) {
                starved = true;
                surroundings.listener().on(new WorkerEvent.NoThread(e));
            }
        } finally {
            if (!done) {
                count.stopGrowing();
            }
        }
    }

    private void growIfFirst() {
        if (isRunning() && count.lanes() == 0) {
            growByOne();
        }
    }

    private boolean growByOne() {
        if (!isRunning()) {
            count.stopGrowing();
            return false;
        }
        var number = count.grow();
        if (number.isEmpty()) {
            return false;
        }
        if (count.lanes() == 1) {
            askedNanos = surroundings.time().nanoTime();
        }
        var running = false;
        try {
            surroundings
                    .threads()
                    .start(
                            name + "-lane-" + number.getAsInt(),
                            new LaneThread(this, newLane.apply(this), surroundings.listener()));
            running = true;
        } finally {
            if (!running) {
                count.notBegun();
            }
        }
        return true;
    }

    /** Says once if the first lane's thread, which was asked for, does not come: some servers let it wait in silence. */
    void look() {
        var waits = isRunning() && count.lanes() > 0 && count.alive() == 0;
        var isLate = waits && surroundings.time().nanoTime() - askedNanos >= LATE.toNanos();
        if (isLate && !late) {
            surroundings
                    .listener()
                    .on(new WorkerEvent.NoThread(new FaktoryException(
                            ErrorCode.NO_THREAD,
                            "the thread for queues " + String.join(", ", names) + " was asked for " + LATE.toSeconds()
                                    + " s ago and has not begun; give the server's work manager more threads")));
        }
        late = isLate;
    }

    /** Whether a free lane that had so many empty FETCHes in a row is to end; it counts as gone from then on. */
    boolean retires(int emptyFetches) {
        return count.retires(emptyFetches);
    }

    /** Whether there are more lanes than there may be, so that one must look whether it {@link #retires} before it fetches. */
    boolean isCrowded() {
        return count.isCrowded();
    }

    /**
     * A lane has ended, by itself or by an error of its own. If it leaves none that is free, as the last one of an earlier start may,
     * another one takes its place.
     *
     * @param retired whether {@link #retires} told it to
     */
    void ended(boolean retired) {
        count.gone(retired);
        askForMore();
    }

    /** How many lanes have their thread, whatever they do. */
    int lanes() {
        return count.alive();
    }

    /** Waits until no lane is left; false if some are after this time. */
    boolean awaitEnd(Duration atMost) {
        return count.awaitNone(atMost);
    }
}
