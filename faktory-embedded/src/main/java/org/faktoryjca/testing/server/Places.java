package org.faktoryjca.testing.server;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Everywhere that a job can be. Guarded by the store's lock. */
final class Places {

    private final Queues queues = new Queues();
    private final Map<JobSet, TimedSet> sets = new EnumMap<>(JobSet.class);
    private final Reservations reservations = new Reservations();
    private final Ended ended = new Ended();

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

    Ended ended() {
        return ended;
    }

    /** Forgets all jobs. The queues' names stay, and which are paused: so they do when the real server flushes. */
    void clear(Consumer<Job> dropped) {
        all().forEach(dropped);
        queues.clear();
        sets.values().forEach(TimedSet::clear);
        reservations.clear();
    }

    /** The pasts of all jobs with this id, also of those that are gone, in the order in which they began. */
    List<JobEvent> history(String jid) {
        return Stream.concat(
                        ended.of(jid).stream(),
                        all().filter(job -> job.jid().equals(jid)).map(Job::past))
                .flatMap(past -> past.events().stream())
                .sorted(Comparator.comparing(JobEvent::time))
                .toList();
    }

    private Stream<Job> all() {
        return Stream.of(
                        queues.all(),
                        sets.values().stream()
                                .flatMap(set -> set.entries().stream())
                                .map(TimedSet.Entry::job),
                        reservations.all().stream().map(Reservations.Reservation::job))
                .flatMap(jobs -> jobs);
    }
}
