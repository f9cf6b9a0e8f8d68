package org.faktoryjca.testing.server;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Why a job of a {@link ServerState} failed. What is absent gets a default when the state is loaded.
 *
 * @param errtype the error's type; default {@code unknown}
 * @param message the error's message; default {@code unknown}
 * @param backtrace lines; default none
 * @param failedAt when it first failed; default the moment of loading
 * @param nextAt when it was to run again; default, for a retrying job, when it is due
 * @param retryCount 0 after the first failure; default 0, for a dead job as many as its {@code retry} allows
 * @param remaining executions left; default what {@code retry} and {@code retryCount} leave
 */
public record StoredFailure(
        Optional<String> errtype,
        Optional<String> message,
        List<String> backtrace,
        Optional<When> failedAt,
        Optional<When> nextAt,
        OptionalInt retryCount,
        OptionalInt remaining) {

    /** A failure of which nothing is said. */
    static final StoredFailure UNKNOWN = new StoredFailure(
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            OptionalInt.empty());

    /** Makes the list immutable. */
    public StoredFailure {
        backtrace = List.copyOf(backtrace);
    }

    /**
     * A failure with a type and a message.
     *
     * @param errtype the error's type
     * @param message its message
     * @return it
     */
    public static StoredFailure of(String errtype, String message) {
        return new StoredFailure(
                Optional.of(errtype),
                Optional.of(message),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                OptionalInt.empty());
    }

    /**
     * With another number of retries behind it.
     *
     * @param count 0 after the first failure
     * @return a changed copy
     */
    public StoredFailure retryCount(int count) {
        return new StoredFailure(
                errtype, message, backtrace, failedAt, nextAt, OptionalInt.of(count), OptionalInt.empty());
    }

    /**
     * With lines of a backtrace.
     *
     * @param lines the lines
     * @return a changed copy
     */
    public StoredFailure backtrace(List<String> lines) {
        return new StoredFailure(errtype, message, lines, failedAt, nextAt, retryCount, remaining);
    }

    /**
     * With the time of the first failure.
     *
     * @param time when it first failed
     * @return a changed copy
     */
    public StoredFailure failedAt(When time) {
        return new StoredFailure(errtype, message, backtrace, Optional.of(time), nextAt, retryCount, remaining);
    }

    /** With everything filled in. */
    StoredFailure resolved(Instant now, int retry, int count, Optional<Instant> due) {
        var retries = retryCount.orElse(count);
        return new StoredFailure(
                Optional.of(errtype.orElse("unknown")),
                Optional.of(message.orElse("unknown")),
                backtrace,
                Optional.of(When.at(failedAt.orElse(When.NOW).from(now))),
                due.or(() -> nextAt.map(next -> next.from(now))).map(When::at),
                OptionalInt.of(retries),
                OptionalInt.of(remaining.orElse(retry - retries)));
    }
}
