package org.faktoryjca.testing.server;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Jobs in the order of their times; of the same time, in the order of their JSON, and the same JSON once, as in the real
 * server. Guarded by the store's lock.
 */
final class TimedSet {

    /** A job and its time. */
    record Entry(Instant time, Job job) {}

    private final TreeSet<Entry> entries = new TreeSet<>(
            Comparator.comparing(Entry::time).thenComparing(entry -> entry.job().json()));

    void add(Instant time, Job job) {
        entries.add(new Entry(time, job));
    }

    Optional<Job> takeDue(Instant now) {
        if (entries.isEmpty() || entries.first().time().isAfter(now)) {
            return Optional.empty();
        }
        return Optional.of(entries.pollFirst().job());
    }

    List<Entry> matching(Predicate<Job> wanted) {
        var found = new ArrayList<Entry>();
        entries.stream().filter(entry -> wanted.test(entry.job())).forEach(found::add);
        return found;
    }

    void remove(Entry entry) {
        entries.remove(entry);
    }

    List<Entry> entries() {
        return List.copyOf(entries);
    }

    int size() {
        return entries.size();
    }

    void clear() {
        entries.clear();
    }
}
