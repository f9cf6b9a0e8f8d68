package org.faktoryjca.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.InvalidBeanException;
import org.faktoryjca.Job;

/**
 * Which handler a job goes to: the one of its queue that names its type, else the queue's catch-all. A job that none takes
 * waits until {@code startupGrace} after the last change of handlers, since its own may still be on its way. Thread-safe.
 */
final class Router {
    private static final int MOST_FOUND = 10_000;
    private static final Duration LOOK = Duration.ofMillis(500);

    private final Duration grace;
    private final WorkerTime time;

    /** Guards all that follows but {@link #found}. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private final List<Registration> registrations = new ArrayList<>();
    private final Set<Address> told = new HashSet<>();
    private long changedNanos;

    /** What has been found since the last change of handlers: asked for each job, and mostly the same. */
    private volatile Map<Address, Registration> found = new ConcurrentHashMap<>();

    private record Address(String queue, String type) {
        static Address of(Job job) {
            return new Address(job.queue().orElse("default"), job.type());
        }
    }

    Router(Duration grace, WorkerTime time) {
        this.grace = grace;
        this.time = time;
        this.changedNanos = time.nanoTime();
    }

    /**
     * Adds a handler.
     *
     * @throws InvalidBeanException if another one of the same queue takes the same type
     */
    void add(Registration registration) {
        change(() -> {
            refuseAmbiguity(
                    registration.handler(),
                    registrations.stream().map(Registration::handler).toList());
            registrations.add(registration);
        });
    }

    void remove(Registration registration) {
        change(() -> registrations.remove(registration));
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            found = new ConcurrentHashMap<>();
            told.clear();
            changedNanos = time.nanoTime();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Looks whether one worker may serve all of these.
     *
     * @throws InvalidBeanException if two of the same queue take the same type
     */
    static void refuseAmbiguity(List<Handler> handlers) {
        for (int i = 1; i < handlers.size(); i++) {
            refuseAmbiguity(handlers.get(i), handlers.subList(0, i));
        }
    }

    /** Names all that another one takes as well: who mends one clash should not meet the next one afterwards. */
    private static void refuseAmbiguity(Handler handler, List<Handler> others) {
        var clashes = others.stream()
                .map(other -> clash(other, handler))
                .flatMap(Optional::stream)
                .toList();
        if (!clashes.isEmpty()) {
            throw new InvalidBeanException(
                    ErrorCode.INVALID_BEAN,
                    String.join("; ", clashes) + ": name different jobTypes, or different queues",
                    null);
        }
    }

    private static Optional<String> clash(Handler one, Handler other) {
        var queues = common(one.queues().names(), other.queues().names());
        var types = common(one.jobTypes(), other.jobTypes());
        var both = one.jobTypes().isEmpty() && other.jobTypes().isEmpty();
        if (queues.isEmpty() || types.isEmpty() && !both) {
            return Optional.empty();
        }
        return Optional.of("%s and %s both take %s of %s"
                .formatted(
                        one.name(),
                        other.name(),
                        both ? "all job types" : named("job type", types),
                        named("queue", queues)));
    }

    private static List<String> common(Collection<String> one, Collection<String> other) {
        return one.stream().filter(other::contains).sorted().toList();
    }

    private static String named(String what, List<String> names) {
        return what + (names.size() == 1 ? " " : "s ") + String.join(", ", names);
    }

    /** The job's handler, if there is one now. */
    Optional<Registration> find(Job job) {
        var address = Address.of(job);
        var known = found.get(address);
        return known == null ? search(address) : Optional.of(known);
    }

    private Optional<Registration> search(Address address) {
        lock.lock();
        try {
            var taker = find(address);
            // Types that nobody names are the pushers' to choose, and must not fill the memory.
            if (taker.isPresent() && found.size() < MOST_FOUND) {
                found.put(address, taker.get());
            }
            return taker;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The job's handler, waited for within the grace; empty if there is none, or the gate closes before.
     *
     * @param waits is told how long it may take, if it has to be waited for, and only for the first of several jobs alike
     */
    Optional<Registration> await(Job job, Gate gate, Consumer<Duration> waits) {
        var address = Address.of(job);
        lock.lock();
        try {
            var taker = find(address);
            while (taker.isEmpty() && !gate.isClosed()) {
                var left = changedNanos + grace.toNanos() - time.nanoTime();
                if (left <= 0) {
                    return taker;
                }
                if (told.size() < MOST_FOUND && told.add(address)) {
                    waits.accept(Duration.ofNanos(left));
                }
                // In steps, because a closing gate does not wake this lock's waiters.
                changed.awaitNanos(Math.min(left, LOOK.toNanos()));
                taker = find(address);
            }
            return taker;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private Optional<Registration> find(Address address) {
        return find(address.queue(), named -> named.contains(address.type()))
                .or(() -> find(address.queue(), Set::isEmpty));
    }

    private Optional<Registration> find(String queue, Predicate<Set<String>> types) {
        return registrations.stream()
                .filter(own -> own.handler().queues().weights().containsKey(queue))
                .filter(own -> types.test(own.handler().jobTypes()))
                .findFirst();
    }
}
