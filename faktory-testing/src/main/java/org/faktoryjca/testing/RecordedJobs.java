package org.faktoryjca.testing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.faktoryjca.Job;

/** What a {@link RecordingConnectionFactory} has been given, and where each job is now. Thread-safe: guarded by itself. */
final class RecordedJobs {
    /** Where a job waits. */
    enum Place {
        QUEUED,
        SCHEDULED,
        DEAD
    }

    private final List<Job> pushed = new ArrayList<>();
    private final Map<Place, List<Transit>> places = new EnumMap<>(Place.class);
    private final Set<String> queues = new TreeSet<>();
    private final Set<String> paused = new TreeSet<>();

    private long processed;
    private long failures;

    RecordedJobs() {
        clear();
    }

    synchronized void add(List<Transit> jobs) {
        for (var job : jobs) {
            pushed.add(job.job());
            if (job.job().at().filter(Instant.now()::isBefore).isPresent()) {
                places.get(Place.SCHEDULED).add(job);
            } else {
                enqueue(job);
            }
        }
    }

    private void enqueue(Transit job) {
        queues.add(job.job().queue().orElseThrow());
        places.get(Place.QUEUED).add(job);
    }

    /** Everything ever pushed, in order. */
    synchronized List<Job> pushed() {
        return List.copyOf(pushed);
    }

    /** How many were ever pushed. */
    synchronized int count() {
        return pushed.size();
    }

    synchronized List<Job> in(Place place) {
        return places.get(place).stream().map(Transit::job).toList();
    }

    /** Takes out the next job that a worker would get by this time: of the queues, or else of those that fall due. */
    synchronized Optional<Job> next(Instant time) {
        var due = in(Place.SCHEDULED).stream()
                .filter(job -> !job.at().orElseThrow().isAfter(time))
                .sorted(Comparator.comparing(job -> job.at().orElseThrow()))
                .toList();
        if (queued().isEmpty() && !due.isEmpty()) {
            move(Place.SCHEDULED, Optional.of(Place.QUEUED), job -> job.job() == due.get(0));
        }
        var next = queued();
        next.ifPresent(found -> places.get(Place.QUEUED).remove(found));
        return next.map(Transit::job);
    }

    /** Counts a job that was run. */
    synchronized void ran(boolean well) {
        processed++;
        failures += well ? 0 : 1;
    }

    private Optional<Transit> queued() {
        return places.get(Place.QUEUED).stream()
                .filter(job -> !paused.contains(job.job().queue().orElseThrow()))
                .findFirst();
    }

    /** Moves jobs to another place, or out of all. */
    synchronized void move(Place from, Optional<Place> to, Predicate<Transit> wanted) {
        var moved = places.get(from).stream().filter(wanted).toList();
        places.get(from).removeIf(wanted);
        for (var job : moved) {
            if (to.equals(Optional.of(Place.QUEUED))) {
                enqueue(job);
            } else {
                to.ifPresent(place -> places.get(place).add(job));
            }
        }
    }

    /** Each queue that a job was ever in, with how many wait. */
    synchronized Map<String, Long> sizes() {
        var sizes = new LinkedHashMap<String, Long>();
        queues.forEach(queue -> sizes.put(
                queue,
                in(Place.QUEUED).stream()
                        .filter(job -> job.queue().orElseThrow().equals(queue))
                        .count()));
        return sizes;
    }

    synchronized void pause(Collection<String> names) {
        names.stream().filter(queues::contains).forEach(paused::add);
    }

    synchronized void resume(Collection<String> names) {
        paused.removeAll(names);
    }

    synchronized void remove(Collection<String> names) {
        queues.removeAll(names);
        paused.removeAll(names);
        places.get(Place.QUEUED)
                .removeIf(job -> names.contains(job.job().queue().orElseThrow()));
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
            places.put(place, new ArrayList<>());
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
