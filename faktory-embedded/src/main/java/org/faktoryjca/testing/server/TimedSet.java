package org.faktoryjca.testing.server;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Jobs in the order of their times; of the same time, in the order they came. Guarded by the store's lock. */
final class TimedSet {

    /** A job and its time. */
    record Entry(Instant time, Job job) {}

    private record Place(Instant time, long number) {}

    private final TreeMap<Place, Job> jobs =
            new TreeMap<>(Comparator.comparing(Place::time).thenComparing(Place::number));
    private long added;

    void add(Instant time, Job job) {
        jobs.put(new Place(time, added++), job);
    }

    List<Job> takeDue(Instant now) {
        var head = jobs.headMap(new Place(now, Long.MAX_VALUE), true);
        var due = List.copyOf(head.values());
        head.clear();
        return due;
    }

    List<Job> take(Predicate<Job> wanted) {
        var taken = new ArrayList<Job>();
        jobs.values().removeIf(job -> wanted.test(job) && taken.add(job));
        return taken;
    }

    List<Job> jobs() {
        return List.copyOf(jobs.values());
    }

    List<Entry> entries() {
        return jobs.entrySet().stream()
                .map(entry -> new Entry(entry.getKey().time(), entry.getValue()))
                .toList();
    }

    int size() {
        return jobs.size();
    }

    void clear() {
        jobs.clear();
    }
}
