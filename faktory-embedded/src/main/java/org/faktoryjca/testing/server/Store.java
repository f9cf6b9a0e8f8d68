package org.faktoryjca.testing.server;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** All jobs, and what commands do with them. Safe for use by several threads. */
final class Store {

    /** Guards everything below. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Clock clock;
    private final Places places = new Places();
    private final Waiting waiting = new Waiting();
    private final Moves moves;
    private boolean closed;

    Store(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.moves = new Moves(places, waiting, clock, random);
    }

    Instant now() {
        return clock.instant();
    }

    /** Checks a job, then schedules or enqueues it. */
    void push(Job job) throws CommandException {
        JobJson.check(job);
        var now = now();
        var due = JobJson.due(job);
        if (due.isPresent() && due.get().isAfter(now)) {
            locked(() -> moves.schedule(job, due.get()));
            return;
        }
        Queues.checkName(job.queue());
        locked(() -> moves.enter(job.enqueuedAt(now)));
    }

    /** Reserves the first job of the queues in the order given, and waits for one if there is none. */
    Optional<Job> fetch(String wid, List<String> names, Duration patience)
            throws CommandException, InterruptedException {
        lock.lockInterruptibly();
        try {
            var open = places.queues().withoutPaused(names);
            var job = places.queues().takeFirst(open);
            if (job.isPresent()) {
                return Optional.of(moves.reserve(job.get(), wid));
            }
            return await(new Waiting.Fetch(wid, open, lock.newCondition()), patience.toNanos());
        } finally {
            lock.unlock();
        }
    }

    /** An unknown jid is no error: the real server cannot tell a late ACK from a wrong one. */
    void acknowledge(String jid) {
        locked(() -> places.reservations().take(jid).ifPresent(moves::acknowledged));
    }

    void fail(String jid, FailReport report) throws CommandException {
        var found = locked(() -> {
            var reservation = places.reservations().take(jid);
            reservation.ifPresent(its -> moves.failed(its, report));
            return reservation;
        });
        if (found.isEmpty()) {
            throw new CommandException("Job not found " + jid);
        }
    }

    /** Moves all jobs whose time has come. */
    void moveDueJobs() {
        locked(moves::moveDue);
    }

    void flush() {
        locked(() -> moves.clear("flushed"));
    }

    /** Lets one of QUEUE's subcommands at the queues. */
    void change(Consumer<Queues> action) {
        locked(() -> action.accept(places.queues()));
    }

    void removeQueues(Function<Queues, Collection<String>> which) {
        locked(() -> places.queues()
                .remove(which.apply(places.queues()))
                .forEach(job -> moves.dropped(job, "queue removed")));
    }

    void discard(JobSet from, Predicate<Job> wanted) {
        locked(() -> moves.discard(from, wanted));
    }

    void kill(JobSet from, Predicate<Job> wanted) {
        locked(() -> moves.kill(from, wanted));
    }

    /** Back to the queues at once, without a new {@code enqueued_at}: so does the real server. */
    void requeue(JobSet from, Predicate<Job> wanted) throws CommandException {
        lock.lock();
        try {
            moves.requeue(from, wanted);
        } finally {
            lock.unlock();
        }
    }

    /** Replaces everything; the state must be resolved. */
    void load(ServerState state) {
        locked(() -> {
            moves.clear("replaced by a loaded state");
            places.queues().remove(places.queues().names());
            StateLoader.load(state, places, now());
        });
    }

    /** Looks at everything. What is returned must be a copy. */
    <T> T read(Function<Places, T> look) {
        return locked(() -> look.apply(places));
    }

    long processed() {
        return locked(moves::processed);
    }

    long failures() {
        return locked(moves::failures);
    }

    /** Looks at what the server did by itself. What is returned must be a copy. */
    <T> T done(Function<Chores, T> look) {
        return locked(() -> look.apply(moves.chores()));
    }

    /** Ends all waiting; from now on no FETCH waits. */
    void close() {
        locked(() -> {
            closed = true;
            waiting.wakeAll();
        });
    }

    private Optional<Job> await(Waiting.Fetch fetch, long patience) throws CommandException, InterruptedException {
        waiting.add(fetch);
        try {
            for (var left = patience; fetch.job().isEmpty() && left > 0 && !closed; ) {
                left = fetch.await(left);
            }
        } finally {
            waiting.remove(fetch);
        }
        if (closed && fetch.job().isEmpty()) {
            // So says the real server, whose Redis has gone before it.
            throw new CommandException("redis: client is closed");
        }
        return fetch.job();
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
