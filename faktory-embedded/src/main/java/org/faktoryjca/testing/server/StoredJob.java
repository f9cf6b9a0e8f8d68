package org.faktoryjca.testing.server;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * A job in a {@link ServerState}. What is absent gets a default when the state is loaded.
 *
 * @param jobtype the type
 * @param args the arguments, as a JSON array in the form in which Faktory keeps it
 * @param jid the id; default a random one
 * @param queue the queue; default {@code default}
 * @param retry how often it may run again; default 25
 * @param reserveFor the reservation in seconds; default Faktory's 1800
 * @param backtrace a number that Faktory keeps and does not look at; default none
 * @param custom a JSON object; default none
 * @param at the time that it was or is scheduled for; default none
 * @param createdAt when it was made; default the moment of loading
 * @param enqueuedAt when it last entered its queue; default {@code createdAt}, for a scheduled job none
 * @param failure why it last failed; default none, but for a retrying or dead job an unknown one
 */
public record StoredJob(
        String jobtype,
        String args,
        Optional<String> jid,
        Optional<String> queue,
        OptionalInt retry,
        OptionalInt reserveFor,
        OptionalInt backtrace,
        Optional<String> custom,
        Optional<When> at,
        Optional<When> createdAt,
        Optional<When> enqueuedAt,
        Optional<StoredFailure> failure) {

    private static final int DEFAULT_RETRY = 25;
    private static final int RANDOM_JID = 24;

    /** Checks that nothing is missing and the type is not empty. */
    public StoredJob {
        Objects.requireNonNull(jobtype, "jobtype");
        Objects.requireNonNull(args, "args");
        if (jobtype.isEmpty()) {
            throw new IllegalArgumentException("a job needs a type: Faktory refuses one without");
        }
    }

    /**
     * A job of which only the type and the arguments are said.
     *
     * @param jobtype the type
     * @param args the arguments: texts, numbers, booleans, null, lists and maps of these
     * @return the job
     * @throws IllegalArgumentException if an argument is something else, or the type is empty
     */
    public static StoredJob of(String jobtype, Object... args) {
        return new Draft(jobtype, PlainJson.of(Arrays.asList(args))).job();
    }

    /**
     * The job that the server keeps of what a client pushes, or that it hands out.
     *
     * @param json a job of the protocol, as in PUSH or in the reply to FETCH
     * @param now when it is pushed, for a job that does not say when it was made
     * @return the job, in the form in which the server keeps it
     * @throws IllegalArgumentException if the server would refuse it, with the server's words
     */
    public static StoredJob pushed(String json, Instant now) {
        try {
            var job = JobJson.one(json, now);
            JobJson.check(job);
            JobJson.due(job);
            Queues.checkName(job.queue());
            return StoredJobs.stored(job);
        } catch (CommandException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /**
     * With an id.
     *
     * @param id of 8 bytes at least
     * @return a changed copy
     */
    public StoredJob jid(String id) {
        return with(draft -> draft.jid = Optional.of(id));
    }

    /**
     * In another queue.
     *
     * @param name the queue's name
     * @return a changed copy
     */
    public StoredJob queue(String name) {
        return with(draft -> draft.queue = Optional.of(name));
    }

    /**
     * With a number of retries.
     *
     * @param times 0 to forget the job when it fails, −1 to bury it
     * @return a changed copy
     */
    public StoredJob retry(int times) {
        return with(draft -> draft.retry = OptionalInt.of(times));
    }

    /**
     * With a reservation.
     *
     * @param seconds how long it may run
     * @return a changed copy
     */
    public StoredJob reserveFor(int seconds) {
        return with(draft -> draft.reserveFor = OptionalInt.of(seconds));
    }

    /**
     * With custom data.
     *
     * @param json a JSON object
     * @return a changed copy
     * @throws IllegalArgumentException if it is not one
     */
    public StoredJob custom(String json) {
        return with(draft -> draft.custom = Optional.of(PlainJson.object(json)));
    }

    /**
     * With the time that it was or is scheduled for.
     *
     * @param time the time
     * @return a changed copy
     */
    public StoredJob at(When time) {
        return with(draft -> draft.at = Optional.of(time));
    }

    /**
     * With the time when it was made.
     *
     * @param time the time
     * @return a changed copy
     */
    public StoredJob createdAt(When time) {
        return with(draft -> draft.createdAt = Optional.of(time));
    }

    /**
     * With the time when it last entered its queue.
     *
     * @param time the time
     * @return a changed copy
     */
    public StoredJob enqueuedAt(When time) {
        return with(draft -> draft.enqueuedAt = Optional.of(time));
    }

    /**
     * With a failure behind it.
     *
     * @param why why it failed
     * @return a changed copy
     */
    public StoredJob failure(StoredFailure why) {
        return with(draft -> draft.failure = Optional.of(why));
    }

    /**
     * The job as the server keeps it and FETCH answers it.
     *
     * @return JSON, its keys in the real server's order
     * @throws IllegalStateException if this is not of a resolved state (see {@link ServerState#resolved})
     */
    public String wire() {
        return StoredJobs.job(this, Past.of(JobEvent.Kind.LOADED, Instant.EPOCH, ""))
                .json();
    }

    /** The limit of its executions. */
    int retries() {
        return retry.orElse(DEFAULT_RETRY);
    }

    /** With everything filled in that a server fills in. */
    StoredJob resolved(Instant now, boolean enqueued, Optional<StoredFailure> why) {
        var created = createdAt.orElse(When.NOW).from(now);
        return with(draft -> {
            draft.jid = Optional.of(jid.orElseGet(StoredJob::randomJid));
            draft.queue = Optional.of(queue.orElse("default"));
            draft.retry = OptionalInt.of(retries());
            draft.at = at.map(time -> When.at(time.from(now)));
            draft.createdAt = Optional.of(When.at(created));
            draft.enqueuedAt = enqueuedAt
                    .map(time -> time.from(now))
                    .or(() -> Optional.of(created).filter(c -> enqueued))
                    .map(When::at);
            draft.failure = why;
        });
    }

    private static String randomJid() {
        return UUID.randomUUID().toString().replace("-", "").substring(0, RANDOM_JID);
    }

    /** A copy with something changed. */
    StoredJob with(Consumer<Draft> change) {
        var draft = new Draft(jobtype, args);
        draft.jid = jid;
        draft.queue = queue;
        draft.retry = retry;
        draft.reserveFor = reserveFor;
        draft.backtrace = backtrace;
        draft.custom = custom;
        draft.at = at;
        draft.createdAt = createdAt;
        draft.enqueuedAt = enqueuedAt;
        draft.failure = failure;
        change.accept(draft);
        return draft.job();
    }

    /** A job in the making, so that nobody has to count twelve components. */
    static final class Draft {

        final String jobtype;
        final String args;
        Optional<String> jid = Optional.empty();
        Optional<String> queue = Optional.empty();
        OptionalInt retry = OptionalInt.empty();
        OptionalInt reserveFor = OptionalInt.empty();
        OptionalInt backtrace = OptionalInt.empty();
        Optional<String> custom = Optional.empty();
        Optional<When> at = Optional.empty();
        Optional<When> createdAt = Optional.empty();
        Optional<When> enqueuedAt = Optional.empty();
        Optional<StoredFailure> failure = Optional.empty();

        /** With the arguments as normal JSON. */
        Draft(String jobtype, String args) {
            this.jobtype = jobtype;
            this.args = args;
        }

        StoredJob job() {
            return new StoredJob(
                    jobtype,
                    args,
                    jid,
                    queue,
                    retry,
                    reserveFor,
                    backtrace,
                    custom,
                    at,
                    createdAt,
                    enqueuedAt,
                    failure);
        }
    }
}
