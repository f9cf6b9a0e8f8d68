package org.faktoryjca.testing.server;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.OptionalInt;

/** Turns the jobs of a {@link ServerState} into those of the server, and back. */
final class StoredJobs {

    private static final String NO_CUSTOM = "";

    private StoredJobs() {}

    /** The server's form of a resolved job, whose past begins where it is loaded. */
    static Job job(StoredJob job, Past past) {
        return new Job(
                job.jid().orElseThrow(StoredJobs::unresolved),
                job.queue().orElseThrow(StoredJobs::unresolved),
                job.jobtype(),
                job.args(),
                job.retries(),
                job.reserveFor().orElse(0),
                job.backtrace().orElse(0),
                text(job.at()),
                text(job.createdAt()),
                text(job.enqueuedAt()),
                job.custom().filter(json -> !json.equals("{}")).orElse(NO_CUSTOM),
                job.failure().map(StoredJobs::failure),
                past);
    }

    static StoredJob stored(Job job) {
        var draft = new StoredJob.Draft(job.jobtype(), job.args());
        draft.jid = Optional.of(job.jid());
        draft.queue = Optional.of(job.queue());
        draft.retry = OptionalInt.of(small(job.retry()));
        draft.reserveFor = unlessZero(job.reserveFor());
        draft.backtrace = unlessZero(job.backtrace());
        draft.custom = Optional.of(job.custom()).filter(json -> !json.isEmpty());
        draft.at = when(job.at());
        draft.createdAt = when(job.createdAt());
        draft.enqueuedAt = when(job.enqueuedAt());
        draft.failure = job.failure().map(StoredJobs::stored);
        return draft.job();
    }

    private static Failure failure(StoredFailure failure) {
        return new Failure(
                text(failure.failedAt()),
                text(failure.nextAt()),
                failure.message().orElse(""),
                failure.errtype().orElse(""),
                failure.backtrace(),
                failure.retryCount().orElse(0),
                failure.remaining().orElse(0));
    }

    private static StoredFailure stored(Failure failure) {
        return new StoredFailure(
                Optional.of(failure.errtype()).filter(text -> !text.isEmpty()),
                Optional.of(failure.message()).filter(text -> !text.isEmpty()),
                failure.backtrace(),
                when(failure.failedAt()),
                when(failure.nextAt()),
                OptionalInt.of(small(failure.retryCount())),
                OptionalInt.of(small(failure.remaining())));
    }

    private static String text(Optional<When> time) {
        return time.map(when -> {
                    if (when instanceof When.At at) {
                        return at.time().toString();
                    }
                    throw unresolved();
                })
                .orElse("");
    }

    /** The server looks at few of a job's times; what a client sent there that is none cannot be told in this form. */
    private static Optional<When> when(String text) {
        try {
            return text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(When.at(OffsetDateTime.parse(text).toInstant()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static OptionalInt unlessZero(long number) {
        return number == 0 ? OptionalInt.empty() : OptionalInt.of(small(number));
    }

    /** A client may send 64 bits, though none of these numbers means anything beyond 32. */
    private static int small(long number) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, number));
    }

    private static IllegalStateException unresolved() {
        return new IllegalStateException("a job of a state that is not resolved; call ServerState.resolved first");
    }
}
