package org.faktoryjca.spi;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.faktoryjca.Job;
import org.faktoryjca.JobContext;

/**
 * The job that runs in a thread, as its worker set it.
 *
 * @param job the job
 * @param leaseEnds when its reservation ends
 */
public record CurrentJob(Job job, Instant leaseEnds) implements JobContext {
    private static final int DEFAULT_RETRY = 25;
    private static final Duration DEFAULT_RESERVATION = Duration.ofMinutes(30);
    private static final ThreadLocal<JobContext> CURRENT = new ThreadLocal<>();

    /** What the server will do with the job from now on, as far as the job itself tells. */
    public static CurrentJob of(Job job, Clock clock) {
        return new CurrentJob(job, clock.instant().plus(job.reserveFor().orElse(DEFAULT_RESERVATION)));
    }

    /** The context of this thread. */
    public static Optional<JobContext> get() {
        return Optional.ofNullable(CURRENT.get());
    }

    /** Runs a call with this context in this thread, and takes it away again however the call ends. */
    public static void runIn(JobContext context, Call call) throws Exception {
        var outer = CURRENT.get();
        CURRENT.set(context);
        try {
            call.run();
        } finally {
            if (outer == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(outer);
            }
        }
    }

    @Override
    public int attempt() {
        return job.failure().map(failure -> failure.retryCount() + 2).orElse(1);
    }

    @Override
    public int retriesLeft() {
        return job.failure()
                .map(failure -> Math.max(0, failure.remaining() - 1))
                .orElse(Math.max(0, job.retry().orElse(DEFAULT_RETRY)));
    }

    /** What runs in a context. */
    @FunctionalInterface
    public interface Call {
        /** Runs it. */
        void run() throws Exception;
    }
}
