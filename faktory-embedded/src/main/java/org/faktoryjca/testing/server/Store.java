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

/** All jobs, and how they pass from one place to the next. Safe for use by several threads. */
final class Store {

    /** The real server forgets dead jobs after this time. */
    static final Duration DEAD_FOR = Duration.ofDays(180);

    /** Guards everything below. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Clock clock;
    private final RandomGenerator random;
    private final Places places = new Places();
    private final Waiting waiting = new Waiting();
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
        var now = now();
        var due = JobJson.due(job);
        if (due.isPresent() && due.get().isAfter(now)) {
            locked(() -> places.set(JobSet.SCHEDULED)
                    .add(
                            due.get(),
                            job.since(JobEvent.Kind.SCHEDULED, now, due.get().toString())));
            return;
        }
        Queues.checkName(job.queue());
        locked(() -> enter(job.enqueuedAt(now)));
    }

    /** Reserves the first job of the queues in the order given, and waits for one if there is none. */
    Optional<Job> fetch(String wid, List<String> names, Duration patience)
            throws CommandException, InterruptedException {
        lock.lockInterruptibly();
        try {
            var open = places.queues().withoutPaused(names);
            var job = places.queues().takeFirst(open);
            if (job.isPresent()) {
                return Optional.of(reserve(job.get(), wid));
            }
            return await(new Waiting.Fetch(wid, open, lock.newCondition()), patience.toNanos());
        } finally {
            lock.unlock();
        }
    }

    /** An unknown jid is no error: the real server cannot tell a late ACK from a wrong one. */
    void acknowledge(String jid) {
        locked(() -> places.reservations().take(jid).ifPresent(reservation -> {
            processed++;
            gone(reservation.job(), JobEvent.Kind.ACKNOWLEDGED, reservation.wid());
        }));
    }

    void fail(String jid, FailReport report) throws CommandException {
        var found = locked(() -> {
            var reservation = places.reservations().take(jid);
            reservation.ifPresent(r -> failed(r.job().after(JobEvent.Kind.FAILED, now(), report.summary()), report));
            return reservation;
        });
        if (found.isEmpty()) {
            throw new CommandException("Job not found " + jid);
        }
    }

    /** Moves all jobs whose time has come. */
    void moveDueJobs() {
        locked(() -> {
            var now = now();
            enqueueDue(JobSet.SCHEDULED, now);
            places.reservations().ended(now).forEach(this::expire);
            enqueueDue(JobSet.RETRIES, now);
            for (var job = places.set(JobSet.DEAD).takeDue(now);
                    job.isPresent();
                    job = places.set(JobSet.DEAD).takeDue(now)) {
                gone(job.get(), JobEvent.Kind.DROPPED, "dead for too long");
            }
        });
    }

    void flush() {
        locked(() -> {
            clear("flushed");
            processed = 0;
            failures = 0;
        });
    }

    /** Lets one of QUEUE's subcommands at the queues. */
    void change(Consumer<Queues> action) {
        locked(() -> action.accept(places.queues()));
    }

    void removeQueues(Function<Queues, Collection<String>> which) {
        locked(() -> places.queues()
                .remove(which.apply(places.queues()))
                .forEach(job -> gone(job, JobEvent.Kind.DROPPED, "queue removed")));
    }

    void discard(JobSet from, Predicate<Job> wanted) {
        locked(() ->
                taken(from, wanted).forEach(job -> gone(job, JobEvent.Kind.DROPPED, "discarded from " + from.text())));
    }

    void kill(JobSet from, Predicate<Job> wanted) {
        locked(() -> taken(from, wanted).forEach(job -> bury(job.after(JobEvent.Kind.KILLED, now(), from.text()))));
    }

    /** Back to the queues at once, without a new {@code enqueued_at}: so does the real server. */
    void requeue(JobSet from, Predicate<Job> wanted) throws CommandException {
        lock.lock();
        try {
            for (var entry : places.set(from).matching(wanted)) {
                if (!Queues.isName(entry.job().queue())) {
                    throw Queues.badName();
                }
                places.set(from).remove(entry);
                enter(entry.job().after(JobEvent.Kind.REQUEUED, now(), from.text()));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Replaces everything; the state must be resolved. */
    void load(ServerState state) {
        locked(() -> {
            clear("replaced by a loaded state");
            places.queues().remove(places.queues().names());
            StateLoader.load(state, places, now());
            processed = 0;
            failures = 0;
        });
    }

    /** Looks at everything. What is returned must be a copy. */
    <T> T read(Function<Places, T> look) {
        return locked(() -> look.apply(places));
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

    private Job reserve(Job job, String wid) {
        var now = now();
        places.reservations()
                .add(new Reservations.Reservation(
                        job.after(JobEvent.Kind.FETCHED, now, wid),
                        wid,
                        now,
                        now.plus(Reservations.length(job.reserveFor()))));
        return job;
    }

    /** Into its queue, or straight to whoever waits for it. */
    private void enter(Job job) {
        // The queue exists from now on, also if nothing stays in it.
        places.queues().queue(job.queue());
        var fetch = waiting.firstFor(job.queue());
        if (fetch.isPresent()) {
            fetch.get().serve(reserve(job, fetch.get().wid()));
        } else {
            places.queues().add(job);
        }
    }

    private void enqueueDue(JobSet set, Instant now) {
        for (var job = places.set(set).takeDue(now);
                job.isPresent();
                job = places.set(set).takeDue(now)) {
            var due = job.get();
            if (Queues.isName(due.queue())) {
                enter(due.enqueuedAt(now).after(JobEvent.Kind.ENQUEUED, now, due.queue()));
            } else {
                // So does the real server, which has accepted it.
                gone(due, JobEvent.Kind.DROPPED, "bad queue name");
            }
        }
    }

    private void expire(Reservations.Reservation reservation) {
        var known = places.reservations().isKnown(reservation);
        places.reservations().remove(reservation);
        if (known) {
            failed(reservation.job().after(JobEvent.Kind.EXPIRED, now(), reservation.wid()), FailReport.EXPIRED);
        } else {
            // So does the real server: a job fetched later has taken its jid.
            gone(reservation.job(), JobEvent.Kind.DROPPED, "expired beside another job of this jid");
        }
    }

    private void failed(Job job, FailReport report) {
        processed++;
        failures++;
        if (job.retry() == 0) {
            gone(job, JobEvent.Kind.DROPPED, "failed without retries");
            return;
        }
        var now = now();
        var after = report.applyTo(job, now, random);
        var failure = after.failure().orElseThrow();
        if (failure.retryCount() < job.retry()) {
            places.set(JobSet.RETRIES)
                    .add(Instant.parse(failure.nextAt()), after.after(JobEvent.Kind.RETRYING, now, failure.nextAt()));
        } else {
            bury(after.after(JobEvent.Kind.DIED, now, ""));
        }
    }

    private void bury(Job job) {
        places.set(JobSet.DEAD).add(now().plus(DEAD_FOR), job);
    }

    private List<Job> taken(JobSet from, Predicate<Job> wanted) {
        var entries = places.set(from).matching(wanted);
        entries.forEach(places.set(from)::remove);
        return entries.stream().map(TimedSet.Entry::job).toList();
    }

    private void clear(String why) {
        places.clear(job -> gone(job, JobEvent.Kind.DROPPED, why));
    }

    private void gone(Job job, JobEvent.Kind how, String detail) {
        places.ended().add(job.after(how, now(), detail));
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
