package org.faktoryjca;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the server keeps of a job's most recent failure.
 *
 * @param retryCount how many retries had been made when it failed: 0 after the first execution
 * @param remaining how many executions are left, the one under way included
 * @param failedAt when the job first failed
 * @param nextAt when the next retry is due, if one is
 * @param errorType the error's type as its worker reported it, cut by the server at 100 bytes; may be empty
 * @param message the error's message, cut by the server at 1000 bytes; may be empty
 * @param backtrace up to 50 lines of stack trace; may be empty
 */
public record Failure(
        int retryCount,
        int remaining,
        Instant failedAt,
        Optional<Instant> nextAt,
        String errorType,
        String message,
        List<String> backtrace) {

    /** Checks that nothing is null, and copies the lines. */
    public Failure {
        Objects.requireNonNull(failedAt);
        Objects.requireNonNull(nextAt);
        Objects.requireNonNull(errorType);
        Objects.requireNonNull(message);
        backtrace = List.copyOf(backtrace);
    }
}
