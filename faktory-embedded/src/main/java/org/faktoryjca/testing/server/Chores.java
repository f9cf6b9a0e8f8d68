package org.faktoryjca.testing.server;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * What the server has done by itself since its start, as the tasks of INFO tell it. Neither FLUSH nor a loaded state begins it
 * again, as in the real server. Guarded by the store's lock.
 */
final class Chores {

    /**
     * The rounds through one set.
     *
     * @param rounds how often the server has looked
     * @param moved how many jobs it has put into their queues
     * @param spent how long it was busy with them
     */
    record Rounds(long rounds, long moved, Duration spent) {

        static final Rounds NONE = new Rounds(0, 0, Duration.ZERO);

        Rounds plus(int jobs, long nanos) {
            return new Rounds(rounds + 1, moved + jobs, spent.plusNanos(nanos));
        }
    }

    private final Map<JobSet, Rounds> rounds = new EnumMap<>(JobSet.class);
    private long expired;

    /** Counts one look through a set, which answers how many jobs it put into their queues. */
    void round(JobSet set, IntSupplier look) {
        var start = System.nanoTime();
        var moved = look.getAsInt();
        rounds.put(set, rounds(set).plus(moved, System.nanoTime() - start));
    }

    /** Counts a reservation whose end was its job's failure. */
    void countExpired() {
        expired++;
    }

    Rounds rounds(JobSet set) {
        return rounds.getOrDefault(set, Rounds.NONE);
    }

    long expired() {
        return expired;
    }
}
