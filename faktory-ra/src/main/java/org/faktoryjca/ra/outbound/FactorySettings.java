package org.faktoryjca.ra.outbound;

import java.time.Duration;
import org.faktoryjca.Job;
import org.faktoryjca.client.json.JobDefaults;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.client.settings.Setting;
import org.faktoryjca.client.settings.SettingValues;
import org.faktoryjca.client.settings.SettingsReader;

/**
 * How a connection factory behaves. Two equal records are served by the same connections.
 *
 * @param server the work server, with the factory's own credentials
 * @param transaction when pushes inside a JTA transaction are sent
 * @param chunkSize jobs in one PUSHB
 * @param defaults for jobs that do not say
 * @param sending what happens to pushes after their commit
 */
record FactorySettings(
        ServerSettings server, TransactionMode transaction, int chunkSize, JobDefaults defaults, SendSettings sending) {
    private static final int LARGEST_CHUNK = 10_000;
    private static final int MOST_RETRIES = 1_000;

    /**
     * Makes values of texts.
     *
     * @throws org.faktoryjca.InvalidSettingsException with all mistakes
     */
    static FactorySettings of(SettingValues values) {
        var reader = new SettingsReader("the connection factory", values);
        var settings = new FactorySettings(
                reader.server(),
                reader.choice(Setting.TRANSACTION, TransactionMode.class, TransactionMode::text),
                reader.number(Setting.CHUNK_SIZE, 1, LARGEST_CHUNK),
                new JobDefaults(
                        // The checks of a job, so that a default is no way around them.
                        reader.checked(
                                Setting.DEFAULT_QUEUE,
                                text -> probe().queue(text).queue().orElseThrow()),
                        reader.number(Setting.DEFAULT_RETRY, -1, MOST_RETRIES),
                        reserveFor(reader)),
                SendSettings.read(reader));
        reader.check();
        return settings;
    }

    /** The same for this server, or for other credentials of it. */
    FactorySettings with(ServerSettings server) {
        return new FactorySettings(server, transaction, chunkSize, defaults, sending);
    }

    private static Duration reserveFor(SettingsReader reader) {
        var duration = reader.duration(Setting.DEFAULT_RESERVE_FOR);
        return reader.checked(
                Setting.DEFAULT_RESERVE_FOR,
                text -> probe().reserveFor(duration).reserveFor().orElseThrow());
    }

    private static Job probe() {
        return Job.of("probe");
    }
}
