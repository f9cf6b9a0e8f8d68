package org.faktoryjca.testing.server;

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

    private record Reservation(Job job, Instant end) {}

    private final Map<String, Deque<Reservation>> byJid = new LinkedHashMap<>();

    void add(Job job, Instant now) {
        var wanted = job.reserveFor() == 0 ? DEFAULT : job.reserveFor();
        var seconds = Math.max(SHORTEST, Math.min(LONGEST, wanted));
        byJid.computeIfAbsent(job.jid(), jid -> new ArrayDeque<>()).add(new Reservation(job, now.plusSeconds(seconds)));
    }

    Optional<Job> take(String jid) {
        var reservations = byJid.get(jid);
        if (reservations == null) {
            return Optional.empty();
        }
        var first = reservations.removeFirst();
        if (reservations.isEmpty()) {
            byJid.remove(jid);
        }
        return Optional.of(first.job());
    }

    List<Job> takeEnded(Instant now) {
        var ended = new ArrayList<Job>();
        byJid.values().forEach(list -> list.removeIf(r -> !r.end().isAfter(now) && ended.add(r.job())));
        byJid.values().removeIf(Deque::isEmpty);
        return ended;
    }

    List<Job> jobs() {
        return byJid.values().stream()
                .flatMap(Deque::stream)
                .map(Reservation::job)
                .toList();
    }

    void clear() {
        byJid.clear();
    }
}
