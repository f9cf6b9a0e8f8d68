package org.faktoryjca.testing.server;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** All jobs, and how they pass from one place to the next. Safe for use by several threads. */
final class Store {

    /** The real server forgets dead jobs after this time. */
    private static final Duration DEAD_FOR = Duration.ofDays(180);

    /** Guards everything below. */
    private final ReentrantLock lock = new ReentrantLock();

    /** Signalled when a queue has gained a job, or will give out jobs again, or all ends. */
    private final Condition changed = lock.newCondition();

    private final Clock clock;
    private final RandomGenerator random;
    private final Places places = new Places();
    private long processed;
    private long failures;
    private boolean closed;

    Store(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    Instant now() {
        return clock.instant();
    }

    /** Checks a job, then schedules or enqueues it. */
    void push(Job job) throws CommandException {
        JobJson.check(job);
        var due = JobJson.due(job);
        if (due.isPresent() && due.get().isAfter(now())) {
            locked(() -> places.set(JobSet.SCHEDULED).add(due.get(), job));
            return;
        }
        Queues.checkName(job.queue());
        locked(() -> enqueue(job));
    }

    /** Reserves the first job of the queues in the order given, and waits for one if there is none. */
    Optional<Job> fetch(String wid, List<String> names, Duration patience) throws InterruptedException {
        var left = patience.toNanos();
        lock.lockInterruptibly();
        try {
            while (!closed) {
                var job = places.queues().takeFirst(names);
                if (job.isPresent()) {
                    reserve(job.get(), wid);
                    return job;
                }
                if (left <= 0) {
                    break;
                }
                left = changed.awaitNanos(left);
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** An unknown jid is no error: the real server cannot tell a late ACK from a wrong one. */
    void acknowledge(String jid) {
        locked(() -> places.reservations().take(jid).ifPresent(job -> processed++));
    }

    void fail(String jid, FailReport report) throws CommandException {
        var found = locked(() -> {
            var job = places.reservations().take(jid);
            job.ifPresent(reservation -> failed(reservation.job(), report));
            return job;
        });
        if (found.isEmpty()) {
            throw new CommandException("Job not found " + jid);
        }
    }

    /** Moves all jobs whose time has come. */
    void moveDueJobs() {
        locked(() -> {
            var now = now();
            places.set(JobSet.SCHEDULED).takeDue(now).forEach(this::enqueueIfPossible);
            places.reservations().takeEnded(now).forEach(reservation -> failed(reservation.job(), FailReport.EXPIRED));
            places.set(JobSet.RETRIES).takeDue(now).forEach(this::enqueueIfPossible);
            places.set(JobSet.DEAD).takeDue(now);
        });
    }

    void flush() {
        locked(() -> {
            places.clear();
            processed = 0;
            failures = 0;
        });
    }

    /** Lets one of QUEUE's subcommands at the queues. */
    void change(Consumer<Queues> action) {
        locked(() -> {
            action.accept(places.queues());
            changed.signalAll();
        });
    }

    void discard(JobSet from, Predicate<Job> wanted) {
        locked(() -> places.set(from).take(wanted));
    }

    void kill(JobSet from, Predicate<Job> wanted) {
        locked(() -> places.set(from).take(wanted).forEach(this::bury));
    }

    /** Back to the queues at once, without a new {@code enqueued_at}: so does the real server. */
    void requeue(JobSet from, Predicate<Job> wanted) {
        locked(() -> {
            places.set(from).take(wanted).forEach(places.queues()::add);
            changed.signalAll();
        });
    }

    List<Job> queued(String queue) {
        return locked(() -> places.queues().jobs(queue));
    }

    Map<String, Integer> queueSizes() {
        return locked(places.queues()::sizes);
    }

    List<Job> jobsIn(JobSet set) {
        return locked(() -> places.set(set).jobs());
    }

    int size(JobSet set) {
        return locked(() -> places.set(set).size());
    }

    List<Job> working() {
        return locked(() -> places.reservations().all().stream()
                .map(Reservations.Reservation::job)
                .toList());
    }

    /** Replaces everything; the state must be resolved. */
    void load(ServerState state) {
        locked(() -> {
            StateLoader.load(state, places);
            processed = 0;
            failures = 0;
            changed.signalAll();
        });
    }

    ServerState state() {
        return locked(() -> StateLoader.state(places));
    }

    long processed() {
        return locked(() -> processed);
    }

    long failures() {
        return locked(() -> failures);
    }

    /** Ends all waiting; from now on nothing is fetched. */
    void close() {
        locked(() -> {
            closed = true;
            changed.signalAll();
        });
    }

    private void reserve(Job job, String wid) {
        var now = now();
        places.reservations()
                .add(new Reservations.Reservation(job, wid, now, now.plus(Reservations.length(job.reserveFor()))));
    }

    private void enqueue(Job job) {
        places.queues().add(job.enqueuedAt(now().toString()));
        changed.signalAll();
    }

    /** A scheduled job with a bad queue name is lost when it falls due, as in the real server. */
    private void enqueueIfPossible(Job job) {
        try {
            Queues.checkName(job.queue());
            enqueue(job);
        } catch (CommandException e) {
            // Nobody is there to be told.
        }
    }

    private void failed(Job job, FailReport report) {
        processed++;
        failures++;
        if (job.retry() == 0) {
            return;
        }
        var now = now();
        var after = report.applyTo(job, now, random);
        var failure = after.failure().orElseThrow();
        if (failure.remaining() > 0) {
            places.set(JobSet.RETRIES).add(Instant.parse(failure.nextAt()), after);
        } else {
            bury(after);
        }
    }

    private void bury(Job job) {
        places.set(JobSet.DEAD).add(now().plus(DEAD_FOR), job);
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
