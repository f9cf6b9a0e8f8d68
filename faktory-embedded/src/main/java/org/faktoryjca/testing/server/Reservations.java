package org.faktoryjca.testing.server;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The jobs that were fetched and not yet reported on. Of several with the same jid only the one fetched last can be
 * reported on, as in the real server. Guarded by the store's lock.
 */
final class Reservations {

    private static final int DEFAULT = 1_800;
    private static final int SHORTEST = 60;
    private static final int LONGEST = 86_400;

    /**
     * One job, held by one worker.
     *
     * @param number tells apart what is otherwise alike
     * @param wid empty for a client that is no worker
     */
    record Reservation(long number, Job job, String wid, Instant since, Instant end) {}

    private final TreeMap<Long, Reservation> all = new TreeMap<>();
    private final Map<String, Reservation> byJid = new HashMap<>();
    private final TreeSet<Reservation> byEnd =
            new TreeSet<>(Comparator.comparing(Reservation::end).thenComparing(Reservation::number));
    private long added;

    /** How long a reservation lasts; 0 stands for a job that does not say. */
    static Duration length(long reserveFor) {
        return Duration.ofSeconds(reserveFor == 0 ? DEFAULT : Math.max(SHORTEST, Math.min(LONGEST, reserveFor)));
    }

    void add(Job job, String wid, Instant since, Instant end) {
        var reservation = new Reservation(added++, job, wid, since, end);
        all.put(reservation.number(), reservation);
        byEnd.add(reservation);
        byJid.put(job.jid(), reservation);
    }

    Optional<Reservation> take(String jid) {
        var found = Optional.ofNullable(byJid.get(jid));
        found.ifPresent(this::remove);
        return found;
    }

    /** Whether a report on this one's job would find it. */
    boolean isKnown(Reservation reservation) {
        return byJid.get(reservation.job().jid()) == reservation;
    }

    List<Reservation> ended(Instant now) {
        return byEnd.stream().takeWhile(r -> !r.end().isAfter(now)).toList();
    }

    void remove(Reservation reservation) {
        all.remove(reservation.number());
        byEnd.remove(reservation);
        byJid.remove(reservation.job().jid(), reservation);
    }

    List<Reservation> all() {
        return List.copyOf(all.values());
    }

    /** The one first that ends first; of the same end, the one first that was added first. */
    List<Reservation> byEnd() {
        return List.copyOf(byEnd);
    }

    int size() {
        return all.size();
    }

    /** How many a report would find. */
    int known() {
        return byJid.size();
    }

    void clear() {
        all.clear();
        byJid.clear();
        byEnd.clear();
    }
}
