package org.faktoryjca.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
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

    private final Duration grace;
    private final WorkerTime time;

    /** Guards {@link #registrations} and {@link #changedNanos}. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private final List<Registration> registrations = new ArrayList<>();
    private long changedNanos;

    /** What has been found since the last change of handlers: asked for each job, and mostly the same. */
    private volatile Map<Address, Registration> found = new ConcurrentHashMap<>();

    private record Address(String queue, String type) {}

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
            refuseAmbiguity(registration.handler());
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
            changedNanos = time.nanoTime();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Names all that another one takes as well: who mends one clash should not meet the next one afterwards. */
    private void refuseAmbiguity(Handler handler) {
        var clashes = registrations.stream()
                .map(other -> clash(other.handler(), handler))
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

    /** The job's handler, waited for within the grace; empty if there is none, or the gate closes before. */
    Optional<Registration> route(Job job, Gate gate) {
        var address = new Address(job.queue().orElse("default"), job.type());
        var known = found.get(address);
        return known == null ? search(address, gate) : Optional.of(known);
    }

    private Optional<Registration> search(Address address, Gate gate) {
        lock.lock();
        try {
            var taker = find(address);
            while (taker.isEmpty() && !gate.isClosed()) {
                var left = changedNanos + grace.toNanos() - time.nanoTime();
                if (left <= 0) {
                    return taker;
                }
                // In steps, because a closing gate does not wake this lock's waiters.
                changed.awaitNanos(Math.min(left, Duration.ofMillis(500).toNanos()));
                taker = find(address);
            }
            // Types that nobody names are the pushers' to choose, and must not fill the memory.
            if (taker.isPresent() && found.size() < MOST_FOUND) {
                found.put(address, taker.get());
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
