package org.faktoryjca.worker;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.client.settings.Setting;
import org.faktoryjca.client.settings.SettingsReader;

/**
 * How a worker behaves, whatever it runs. Two activations with equal records share one worker.
 *
 * @param server the work server
 * @param labels shown by Faktory's pages
 * @param shutdownTimeout how long running jobs may go on when the worker stops
 * @param startupGrace how long after the last change of handlers a job without one waits before it fails
 * @param heartbeat between two BEATs; the server gives a worker up after 60 s without one
 */
public record WorkerSettings(
        ServerSettings server,
        List<String> labels,
        Duration shutdownTimeout,
        Duration startupGrace,
        Duration heartbeat) {

    /** What the protocol specification recommends between two BEATs. */
    public static final Duration DEFAULT_HEARTBEAT = Duration.ofSeconds(15);

    /** Checks that nothing is null, and copies the labels. */
    public WorkerSettings {
        Objects.requireNonNull(server);
        Objects.requireNonNull(shutdownTimeout);
        Objects.requireNonNull(startupGrace);
        Objects.requireNonNull(heartbeat);
        labels = List.copyOf(labels);
    }

    /** More lanes than this in one activation would use up the server's connections. */
    public static final int MOST_CONCURRENCY = 1000;

    /** What these settings say of a worker; mistakes stay in the reader until it is checked. */
    public static WorkerSettings read(SettingsReader reader) {
        return new WorkerSettings(
                reader.server(),
                reader.list(Setting.LABELS),
                reader.duration(Setting.SHUTDOWN_TIMEOUT),
                reader.duration(Setting.STARTUP_GRACE),
                DEFAULT_HEARTBEAT);
    }
}
