package org.faktoryjca.testing.server;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The jobs that were fetched and not yet reported on. A jid may be reserved twice. Guarded by the store's lock. */
final class Reservations {

    private static final int DEFAULT = 1_800;
    private static final int SHORTEST = 60;
    private static final int LONGEST = 86_400;

    /**
     * One job, held by one worker.
     *
     * @param wid empty for a client that is no worker
     */
    record Reservation(Job job, String wid, Instant since, Instant end) {}

    private final Map<String, Deque<Reservation>> byJid = new LinkedHashMap<>();

    /** How long a reservation lasts; 0 stands for a job that does not say. */
    static Duration length(int reserveFor) {
        return Duration.ofSeconds(reserveFor == 0 ? DEFAULT : Math.max(SHORTEST, Math.min(LONGEST, reserveFor)));
    }

    void add(Reservation reservation) {
        byJid.computeIfAbsent(reservation.job().jid(), jid -> new ArrayDeque<>())
                .add(reservation);
    }

    Optional<Reservation> take(String jid) {
        var reservations = byJid.get(jid);
        if (reservations == null) {
            return Optional.empty();
        }
        var first = reservations.removeFirst();
        if (reservations.isEmpty()) {
            byJid.remove(jid);
        }
        return Optional.of(first);
    }

    List<Reservation> takeEnded(Instant now) {
        var ended = new ArrayList<Reservation>();
        byJid.values().forEach(list -> list.removeIf(r -> !r.end().isAfter(now) && ended.add(r)));
        byJid.values().removeIf(Deque::isEmpty);
        return ended;
    }

    List<Reservation> all() {
        return byJid.values().stream().flatMap(Deque::stream).toList();
    }

    int size() {
        return byJid.values().stream().mapToInt(Deque::size).sum();
    }

    void clear() {
        byJid.clear();
    }
}
