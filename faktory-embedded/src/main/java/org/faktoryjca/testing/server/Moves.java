package org.faktoryjca.testing.server;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** How jobs pass from one place to the next, and how often they did. Guarded by the store's lock. */
final class Moves {

    /** The real server forgets dead jobs after this time. */
    private static final Duration DEAD_FOR = Duration.ofDays(180);

    private final Places places;
    private final Waiting waiting;
    private final Clock clock;
    private final RandomGenerator random;
    private final Chores chores = new Chores();
    private long processed;
    private long failures;

    Moves(Places places, Waiting waiting, Clock clock, RandomGenerator random) {
        this.places = places;
        this.waiting = waiting;
        this.clock = clock;
        this.random = random;
    }

    long processed() {
        return processed;
    }

    long failures() {
        return failures;
    }

    Chores chores() {
        return chores;
    }

    void schedule(Job job, Instant due) {
        places.set(JobSet.SCHEDULED).add(due, job.since(JobEvent.Kind.SCHEDULED, clock.instant(), due.toString()));
    }

    /** Into its queue, or straight to whoever waits for it. */
    void enter(Job job) {
        // The queue exists from now on, also if nothing stays in it.
        places.queues().queue(job.queue());
        var fetch = waiting.firstFor(job.queue());
        if (fetch.isPresent()) {
            fetch.get().serve(reserve(job, fetch.get().wid()));
        } else {
            places.queues().add(job);
        }
    }

    Job reserve(Job job, String wid) {
        var now = clock.instant();
        places.reservations()
                .add(
                        job.after(JobEvent.Kind.FETCHED, now, wid),
                        wid,
                        now,
                        now.plus(Reservations.length(job.reserveFor())));
        return job;
    }

    void acknowledged(Reservations.Reservation reservation) {
        processed++;
        gone(reservation.job(), JobEvent.Kind.ACKNOWLEDGED, reservation.wid());
    }

    void failed(Reservations.Reservation reservation, FailReport report) {
        failed(reservation.job().after(JobEvent.Kind.FAILED, clock.instant(), report.summary()), report);
    }

    /** Moves all jobs whose time has come. */
    void moveDue() {
        var now = clock.instant();
        chores.round(JobSet.SCHEDULED, () -> enqueueDue(JobSet.SCHEDULED, now));
        places.reservations().ended(now).forEach(this::expire);
        chores.round(JobSet.RETRIES, () -> enqueueDue(JobSet.RETRIES, now));
        chores.round(JobSet.DEAD, () -> forgetDead(now));
    }

    void discard(JobSet from, Predicate<Job> wanted) {
        taken(from, wanted).forEach(job -> gone(job, JobEvent.Kind.DROPPED, "discarded from " + from.text()));
    }

    void kill(JobSet from, Predicate<Job> wanted) {
        taken(from, wanted).forEach(job -> bury(job.after(JobEvent.Kind.KILLED, clock.instant(), from.text())));
    }

    /** In the order of their times, up to the first one that cannot be. The real server takes them in any order. */
    void requeue(JobSet from, Predicate<Job> wanted) throws CommandException {
        for (var entry : places.set(from).matching(wanted)) {
            if (!Queues.isName(entry.job().queue())) {
                throw Queues.badName();
            }
            places.set(from).remove(entry);
            enter(entry.job().after(JobEvent.Kind.REQUEUED, clock.instant(), from.text()));
        }
    }

    /** Forgets all jobs and counts. */
    void clear(String why) {
        places.clear(job -> dropped(job, why));
        processed = 0;
        failures = 0;
    }

    void dropped(Job job, String why) {
        gone(job, JobEvent.Kind.DROPPED, why);
    }

    private int enqueueDue(JobSet set, Instant now) {
        var moved = 0;
        for (var job = places.set(set).takeDue(now);
                job.isPresent();
                job = places.set(set).takeDue(now)) {
            var due = job.get();
            if (Queues.isName(due.queue())) {
                moved++;
                enter(due.enqueuedAt(now).after(JobEvent.Kind.ENQUEUED, now, due.queue()));
            } else {
                // So does the real server, which has accepted it.
                dropped(due, "bad queue name");
            }
        }
        return moved;
    }

    private int forgetDead(Instant now) {
        var dead = places.set(JobSet.DEAD);
        var forgotten = 0;
        for (var job = dead.takeDue(now); job.isPresent(); job = dead.takeDue(now)) {
            gone(job.get(), JobEvent.Kind.DROPPED, "dead for too long");
            forgotten++;
        }
        return forgotten;
    }

    private void expire(Reservations.Reservation reservation) {
        var known = places.reservations().isKnown(reservation);
        places.reservations().remove(reservation);
        if (known) {
            chores.countExpired();
            failed(
                    reservation.job().after(JobEvent.Kind.EXPIRED, clock.instant(), reservation.wid()),
                    FailReport.EXPIRED);
        } else {
            // So does the real server: a job fetched later has taken its jid.
            dropped(reservation.job(), "expired beside another job of this jid");
        }
    }

    private void failed(Job job, FailReport report) {
        processed++;
        failures++;
        if (job.retry() == 0) {
            dropped(job, "failed without retries");
            return;
        }
        var now = clock.instant();
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
        places.set(JobSet.DEAD).add(clock.instant().plus(DEAD_FOR), job);
    }

    private List<Job> taken(JobSet from, Predicate<Job> wanted) {
        var entries = places.set(from).matching(wanted);
        entries.forEach(places.set(from)::remove);
        return entries.stream().map(TimedSet.Entry::job).toList();
    }

    private void gone(Job job, JobEvent.Kind how, String detail) {
        places.ended().add(job.after(how, clock.instant(), detail));
    }
}
