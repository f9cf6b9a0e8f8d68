package org.faktoryjca.ra.inbound;

import java.util.Objects;
import java.util.Set;
import org.faktoryjca.client.settings.Queues;
import org.faktoryjca.client.settings.Setting;
import org.faktoryjca.client.settings.SettingsReader;
import org.faktoryjca.worker.WorkerSettings;

/**
 * How a message-driven bean is served.
 *
 * @param worker the worker that serves it, shared by all activations with an equal one
 * @param queues the queues
 * @param jobTypes the types it runs; empty means those of its methods, or all
 * @param concurrency jobs at the same time
 * @param interruptOnShutdown whether what runs beyond {@code shutdownTimeout} is interrupted
 * @param rollbackOnCheckedException whether a checked exception rolls back too
 */
public record ActivationSettings(
        WorkerSettings worker,
        Queues queues,
        Set<String> jobTypes,
        int concurrency,
        boolean interruptOnShutdown,
        boolean rollbackOnCheckedException) {

    /** Checks that nothing is null, and copies the types. */
    public ActivationSettings {
        Objects.requireNonNull(worker);
        Objects.requireNonNull(queues);
        jobTypes = Set.copyOf(jobTypes);
    }

    /** What these settings say of an activation; mistakes stay in the reader until it is checked. */
    static ActivationSettings read(SettingsReader reader) {
        return new ActivationSettings(
                WorkerSettings.read(reader),
                reader.queues(Setting.QUEUES),
                Set.copyOf(reader.list(Setting.JOB_TYPES)),
                reader.number(Setting.CONCURRENCY, 1, WorkerSettings.MOST_CONCURRENCY),
                reader.flag(Setting.INTERRUPT_ON_SHUTDOWN),
                reader.flag(Setting.ROLLBACK_ON_CHECKED_EXCEPTION));
    }
}
