package org.faktoryjca.testing.server;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * The jobs that were fetched and not yet reported on. Of several with the same jid only the one fetched last can be
 * reported on, as in the real server. Guarded by the store's lock.
 */
final class Reservations {

    private static final int DEFAULT = 1_800;
    private static final int SHORTEST = 60;
    private static final int LONGEST = 86_400;

    /**
     * One job, held by one worker. Told apart by identity.
     *
     * @param wid empty for a client that is no worker
     */
    record Reservation(Job job, String wid, Instant since, Instant end) {
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    private final Set<Reservation> all = new LinkedHashSet<>();
    private final Map<String, Reservation> byJid = new HashMap<>();
    private final PriorityQueue<Reservation> byEnd = new PriorityQueue<>(Comparator.comparing(Reservation::end));

    /** How long a reservation lasts; 0 stands for a job that does not say. */
    static Duration length(long reserveFor) {
        return Duration.ofSeconds(reserveFor == 0 ? DEFAULT : Math.max(SHORTEST, Math.min(LONGEST, reserveFor)));
    }

    void add(Reservation reservation) {
        all.add(reservation);
        byEnd.add(reservation);
        byJid.put(reservation.job().jid(), reservation);
    }

    Optional<Reservation> take(String jid) {
        var found = Optional.ofNullable(byJid.remove(jid));
        found.ifPresent(all::remove);
        return found;
    }

    /** Whether a report on this one's job would find it. */
    boolean isKnown(Reservation reservation) {
        return byJid.get(reservation.job().jid()) == reservation;
    }

    List<Reservation> ended(Instant now) {
        var ended = new ArrayList<Reservation>();
        while (!byEnd.isEmpty() && !byEnd.peek().end().isAfter(now)) {
            var first = byEnd.remove();
            // What was reported on is still in line for its end, and no longer among all.
            if (all.contains(first)) {
                ended.add(first);
            }
        }
        return ended;
    }

    void remove(Reservation reservation) {
        all.remove(reservation);
        byJid.remove(reservation.job().jid(), reservation);
    }

    List<Reservation> all() {
        return List.copyOf(all);
    }

    int size() {
        return all.size();
    }

    void clear() {
        all.clear();
        byJid.clear();
        byEnd.clear();
    }
}
