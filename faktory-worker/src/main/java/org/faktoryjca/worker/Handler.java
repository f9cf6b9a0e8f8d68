package org.faktoryjca.worker;

import java.util.Objects;
import java.util.Set;
import org.faktoryjca.client.json.ArgumentBinder;
import org.faktoryjca.client.settings.Queues;

/**
 * Who runs the jobs of some queues: a bean, or a method given to a Java SE worker.
 *
 * @param name for messages
 * @param queues the queues it serves
 * @param jobTypes the types it runs; empty means all that nobody else names
 * @param concurrency how many jobs it runs at the same time
 * @param binder makes arguments of the handler's own classes
 * @param runner runs a job
 * @param interruptOnShutdown whether a job that runs beyond {@code shutdownTimeout} is interrupted
 */
public record Handler(
        String name,
        Queues queues,
        Set<String> jobTypes,
        int concurrency,
        ArgumentBinder binder,
        JobRunner runner,
        boolean interruptOnShutdown) {

    /** Checks that nothing is null, and copies the types. */
    public Handler {
        Objects.requireNonNull(name);
        Objects.requireNonNull(queues);
        Objects.requireNonNull(binder);
        Objects.requireNonNull(runner);
        jobTypes = Set.copyOf(jobTypes);
        if (concurrency < 1) {
            throw new IllegalArgumentException("concurrency must be 1 or more, and is " + concurrency);
        }
    }

    /** One whose jobs are never interrupted. */
    public Handler(
            String name,
            Queues queues,
            Set<String> jobTypes,
            int concurrency,
            ArgumentBinder binder,
            JobRunner runner) {
        this(name, queues, jobTypes, concurrency, binder, runner, false);
    }
}
