package org.faktoryjca.testing.server;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The queues by name, first in, first out. A queue exists from its first job until REMOVE. Guarded by the store's lock. */
final class Queues {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]+");

    private final Map<String, Deque<Job>> jobs = new TreeMap<>();
    private final Set<String> paused = new HashSet<>();

    static void checkName(String name) throws CommandException {
        if (!NAME.matcher(name).matches()) {
            throw new CommandException(
                    "cannot get \"" + name + "\" queue: queue names must match \\A[a-zA-Z0-9._-]+\\z");
        }
    }

    void add(Job job) {
        jobs.computeIfAbsent(job.queue(), name -> new ArrayDeque<>()).addLast(job);
    }

    /** A queue with these jobs, which may be none. */
    void create(String name, List<Job> itsJobs) {
        jobs.put(name, new ArrayDeque<>(itsJobs));
    }

    /** The first job of the first queue that has one and is not paused. */
    Optional<Job> takeFirst(List<String> names) {
        for (var name : names) {
            var queue = jobs.get(name);
            if (queue != null && !queue.isEmpty() && !paused.contains(name)) {
                return Optional.of(queue.removeFirst());
            }
        }
        return Optional.empty();
    }

    List<Job> jobs(String name) {
        var queue = jobs.get(name);
        return queue == null ? List.of() : List.copyOf(queue);
    }

    Map<String, Integer> sizes() {
        var sizes = new TreeMap<String, Integer>();
        jobs.forEach((name, queue) -> sizes.put(name, queue.size()));
        return sizes;
    }

    /** Pausing a queue that does not exist has no effect. */
    void pause(Collection<String> names) {
        names.stream().filter(jobs::containsKey).forEach(paused::add);
    }

    void resume(Collection<String> names) {
        paused.removeAll(names);
    }

    void remove(Collection<String> names) {
        jobs.keySet().removeAll(names);
        paused.removeAll(names);
    }

    /** The queues stay, and paused ones stay paused: so they do when the real server flushes. */
    void clear() {
        jobs.values().forEach(Deque::clear);
    }

    Set<String> paused() {
        return new TreeSet<>(paused);
    }

    Set<String> names() {
        return Set.copyOf(jobs.keySet());
    }
}
