package org.faktoryjca.testing.server;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What a worker says about a failed execution, cut to what the server keeps.
 *
 * @param backtrace at most 50 lines, whatever the job's own {@code backtrace} says
 */
record FailReport(String errtype, String message, List<String> backtrace) {

    static final FailReport EXPIRED =
            new FailReport("ReservationExpired", "Faktory job reservation expired", List.of());

    private static final int ERRTYPE_BYTES = 100;
    private static final int MESSAGE_BYTES = 1000;
    private static final int BACKTRACE_LINES = 50;
    private static final long RANDOM = 30;
    private static final long LARGEST_COUNT = 1_000;

    FailReport {
        errtype = cut(errtype.isEmpty() ? "unknown" : errtype, ERRTYPE_BYTES);
        message = cut(message.isEmpty() ? "unknown" : message, MESSAGE_BYTES);
        backtrace = List.copyOf(backtrace.subList(0, Math.min(BACKTRACE_LINES, backtrace.size())));
    }

    /** For the history of a job. */
    String summary() {
        return errtype + ": " + message;
    }

    /** The job after this failure. */
    Job applyTo(Job job, Instant now, RandomGenerator random) {
        var count = job.failure().map(f -> f.retryCount() + 1).orElse(0L);
        // It goes down with each failure and not below 0, whatever the count says: so in the real server.
        var remaining = job.failure()
                .map(f -> f.remaining() > 0 ? f.remaining() - 1 : f.remaining())
                .orElse(job.retry());
        var next = job.failure().map(Failure::nextAt).orElse("");
        return job.failed(new Failure(
                job.failure().map(Failure::failedAt).orElse(now.toString()),
                count < job.retry()
                        ? now.plus(pause(count, random.nextLong(RANDOM))).toString()
                        : next,
                message,
                errtype,
                backtrace,
                count,
                remaining));
    }

    /** The longest that may come before this retry, the first one being 0. */
    static Duration longestPause(long count) {
        return pause(count, RANDOM - 1);
    }

    /** n⁴ + 15 + rand(0…29)·(n+1) seconds before retry n. */
    private static Duration pause(long count, long random) {
        // A client may send any count; beyond this one the pause is years, and the sum would overflow.
        var n = Math.max(-LARGEST_COUNT, Math.min(count, LARGEST_COUNT));
        return Duration.ofSeconds((long) Math.pow(n, 4) + 15 + random * (n + 1));
    }

    private static String cut(String text, int bytes) {
        var all = text.getBytes(StandardCharsets.UTF_8);
        if (all.length <= bytes) {
            return text;
        }
        return new String(all, 0, bytes, StandardCharsets.UTF_8);
    }
}
