package org.faktoryjca.testing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.faktoryjca.Job;

/** What a {@link RecordingConnectionFactory} has been given, and where each job is now. Thread-safe: guarded by itself. */
final class RecordedJobs {
    /** Where a job waits. */
    enum Place {
        QUEUED,
        SCHEDULED,
        DEAD
    }

    /** A job and when it came to its place: the next one has the next number. */
    private record Entry(long number, Transit job) {
        static final Comparator<Entry> BY_NUMBER = Comparator.comparingLong(Entry::number);

        static final Comparator<Entry> BY_TIME =
                Comparator.<Entry, Instant>comparing(Entry::due).thenComparing(BY_NUMBER);

        Instant due() {
            return job.job().at().orElseThrow();
        }

        String queue() {
            return job.job().queue().orElseThrow();
        }
    }

    private final List<Job> pushed = new ArrayList<>();

    /** By name. As in a server, a queue exists from its first job until it is removed. */
    private final Map<String, NavigableSet<Entry>> queues = new TreeMap<>();

    private final Set<String> paused = new TreeSet<>();
    private final NavigableSet<Entry> scheduled = new TreeSet<>(Entry.BY_TIME);
    private final NavigableSet<Entry> dead = new TreeSet<>(Entry.BY_NUMBER);

    private long numbers;
    private long processed;
    private long failures;

    synchronized void add(List<Transit> jobs) {
        for (var job : jobs) {
            pushed.add(job.job());
            var waits = job.job().at().filter(Instant.now()::isBefore).isPresent();
            put(waits ? Place.SCHEDULED : Place.QUEUED, job);
        }
    }

    private void put(Place place, Transit job) {
        var entry = new Entry(numbers++, job);
        switch (place) {
            case QUEUED ->
                queues.computeIfAbsent(entry.queue(), name -> new TreeSet<>(Entry.BY_NUMBER))
                        .add(entry);
            case SCHEDULED -> scheduled.add(entry);
            case DEAD -> dead.add(entry);
        }
    }

    /** Everything ever pushed, in order. */
    synchronized List<Job> pushed() {
        return List.copyOf(pushed);
    }

    /** How many were ever pushed. */
    synchronized int count() {
        return pushed.size();
    }

    /** In the order in which they came there. */
    synchronized List<Job> in(Place place) {
        return sets(place)
                .flatMap(Collection::stream)
                .sorted(Entry.BY_NUMBER)
                .map(entry -> entry.job().job())
                .toList();
    }

    private Stream<NavigableSet<Entry>> sets(Place place) {
        return switch (place) {
            case QUEUED -> queues.values().stream();
            case SCHEDULED -> Stream.of(scheduled);
            case DEAD -> Stream.of(dead);
        };
    }

    /** How many wait there. */
    synchronized long size(Place place) {
        return sets(place).mapToLong(Collection::size).sum();
    }

    /** Takes out the next job that a worker would get by this time: of the queues, or else of those that fall due. */
    synchronized Optional<Job> next(Instant time) {
        if (queued().isEmpty()
                && !scheduled.isEmpty()
                && !scheduled.first().due().isAfter(time)) {
            put(Place.QUEUED, scheduled.pollFirst().job());
        }
        var next = queued();
        next.ifPresent(entry -> queues.get(entry.queue()).remove(entry));
        return next.map(entry -> entry.job().job());
    }

    /** Counts a job that was run. */
    synchronized void ran(boolean well) {
        processed++;
        failures += well ? 0 : 1;
    }

    /** The one that came first of those that do not wait in a paused queue. */
    private Optional<Entry> queued() {
        return queues.entrySet().stream()
                .filter(queue ->
                        !paused.contains(queue.getKey()) && !queue.getValue().isEmpty())
                .map(queue -> queue.getValue().first())
                .min(Entry.BY_NUMBER);
    }

    /** Moves jobs to another place, or out of all. */
    synchronized void move(Place from, Optional<Place> to, Predicate<Transit> wanted) {
        var moved = sets(from)
                .flatMap(Collection::stream)
                .filter(entry -> wanted.test(entry.job()))
                .sorted(Entry.BY_NUMBER)
                .toList();
        sets(from).forEach(set -> moved.forEach(set::remove));
        to.ifPresent(place -> moved.forEach(entry -> put(place, entry.job())));
    }

    /** Each queue that there is, with how many wait. */
    synchronized Map<String, Long> sizes() {
        var sizes = new LinkedHashMap<String, Long>();
        queues.forEach((name, queue) -> sizes.put(name, (long) queue.size()));
        return sizes;
    }

    synchronized void pause(Collection<String> names) {
        names.stream().filter(queues::containsKey).forEach(paused::add);
    }

    synchronized void resume(Collection<String> names) {
        paused.removeAll(names);
    }

    synchronized void remove(Collection<String> names) {
        queues.keySet().removeAll(names);
        paused.removeAll(names);
    }

    synchronized long processed() {
        return processed;
    }

    synchronized long failures() {
        return failures;
    }

    /** What a server's FLUSH does: no job is left, the counts begin again; queues stay, and paused ones stay paused. */
    synchronized void erase() {
        for (var place : Place.values()) {
            sets(place).forEach(Collection::clear);
        }
        processed = 0;
        failures = 0;
    }

    synchronized void clear() {
        erase();
        queues.clear();
        paused.clear();
        pushed.clear();
    }
}
