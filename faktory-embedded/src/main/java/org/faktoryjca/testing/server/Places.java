package org.faktoryjca.testing.server;

import java.util.EnumMap;
import java.util.Map;

/** Everywhere that a job can be. Guarded by the store's lock. */
final class Places {

    private final Queues queues = new Queues();
    private final Map<JobSet, TimedSet> sets = new EnumMap<>(JobSet.class);
    private final Reservations reservations = new Reservations();

    Places() {
        for (var set : JobSet.values()) {
            sets.put(set, new TimedSet());
        }
    }

    Queues queues() {
        return queues;
    }

    TimedSet set(JobSet set) {
        return sets.get(set);
    }

    Reservations reservations() {
        return reservations;
    }

    /** The queues' names stay, and which are paused: so they do when the real server flushes. */
    void clear() {
        queues.clear();
        sets.values().forEach(TimedSet::clear);
        reservations.clear();
    }
}
