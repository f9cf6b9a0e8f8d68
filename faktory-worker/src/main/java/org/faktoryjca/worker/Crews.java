package org.faktoryjca.worker;

import java.util.concurrent.locks.ReentrantLock;

/** The crews of one group's lanes. Thread-safe. */
final class Crews {
    /** More lanes gain nothing, and the later ones would wait the longer for their turn. */
    private static final int MOST_LANES = 10;

    /** Guards {@link #last}. */
    private final ReentrantLock lock = new ReentrantLock();

    /** The one that may have room. */
    private Crew last = new Crew();

    /** None so far. */
    Crews() {
        last.dissolve();
    }

    /**
     * A crew for this lane: one that has taken it, if there is room in any.
     *
     * @param own taken where there is none, to be led by the calling thread
     */
    Crew enter(Lane lane, Crew own) {
        lock.lock();
        try {
            if (!last.take(lane, MOST_LANES)) {
                last = own;
            }
            return last;
        } finally {
            lock.unlock();
        }
    }
}
