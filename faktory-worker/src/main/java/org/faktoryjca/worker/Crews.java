package org.faktoryjca.worker;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;

/** The crews of one group's lanes. Thread-safe. */
final class Crews {
    /** More lanes gain nothing, and the later ones would wait the longer for their turn. */
    private static final int MOST_LANES = 5;

    private final IntSupplier limit;

    /** Guards {@link #last}. */
    private final ReentrantLock lock = new ReentrantLock();

    /** The one that may have room. */
    private Crew last = new Crew();

    /**
     * None so far.
     *
     * @param limit how many lanes the group may have
     */
    Crews(IntSupplier limit) {
        this.limit = limit;
        last.dissolve();
    }

    /**
     * A crew for this lane: one that has taken it, if there is room in any.
     *
     * @param own taken where there is none, to be led by the calling thread
     */
    Crew enter(Lane lane, Crew own) {
        // Two threads at least: the server answers one that waits for one reply at a time more slowly.
        var most = Math.min(MOST_LANES, (limit.getAsInt() + 1) / 2);
        lock.lock();
        try {
            if (!last.take(lane, most)) {
                last = own;
            }
            return last;
        } finally {
            lock.unlock();
        }
    }
}
