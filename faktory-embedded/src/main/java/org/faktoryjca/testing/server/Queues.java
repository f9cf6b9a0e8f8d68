package org.faktoryjca.testing.server;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The queues by name, first in, first out. A queue exists from its first job until REMOVE. Guarded by the store's lock. */
final class Queues {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]+");
    private static final String RULE = "queue names must match \\A[a-zA-Z0-9._-]+\\z";

    private final Map<String, Deque<Job>> jobs = new TreeMap<>();
    private final Set<String> paused = new TreeSet<>();

    static void checkName(String name) throws CommandException {
        if (!isName(name)) {
            throw new CommandException(refusal(name));
        }
    }

    private static String refusal(String name) {
        return "cannot get " + Quoted.text(name) + " queue: " + RULE;
    }

    /** For a queue that is no client's: one of another name cannot come to be on any server. */
    static String requireName(String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException(refusal(name));
        }
        return name;
    }

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** What MUTATE says of a job whose queue has no good name. */
    static CommandException badName() {
        return new CommandException(RULE);
    }

    void add(Job job) {
        queue(job.queue()).addLast(job);
    }

    /** A queue that exists from now on. */
    Deque<Job> queue(String name) {
        return jobs.computeIfAbsent(name, n -> new ArrayDeque<>());
    }

    /** The first job of the first queue that has one. */
    Optional<Job> takeFirst(List<String> names) {
        for (var name : names) {
            var queue = jobs.get(name);
            if (queue != null && !queue.isEmpty()) {
                return Optional.of(queue.removeFirst());
            }
        }
        return Optional.empty();
    }

    List<String> withoutPaused(List<String> names) {
        return names.stream().filter(name -> !paused.contains(name)).toList();
    }

    List<Job> jobs(String name) {
        var queue = jobs.get(name);
        return queue == null ? List.of() : List.copyOf(queue);
    }

    Stream<Job> all() {
        return jobs.values().stream().flatMap(Deque::stream);
    }

    Optional<Job> first(String name) {
        return Optional.ofNullable(jobs.get(name)).map(Deque::peekFirst);
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

    /** The jobs that went with their queues. */
    List<Job> remove(Collection<String> names) {
        var gone = new ArrayList<Job>();
        for (var name : names) {
            gone.addAll(jobs(name));
            jobs.remove(name);
            paused.remove(name);
        }
        return gone;
    }

    /** The queues stay, and paused ones stay paused. */
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
