package org.faktoryjca.client;

import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.faktoryjca.Job;
import org.faktoryjca.client.json.JobDefaults;
import org.faktoryjca.client.settings.Durations;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.client.settings.Setting;
import org.faktoryjca.client.settings.SettingsReader;

/**
 * Where and how a connection factory pushes, in a server or out of it.
 *
 * @param server the work server, with the factory's own credentials
 * @param chunkSize jobs in one PUSHB
 * @param defaults for jobs that do not say
 */
public record PushSettings(ServerSettings server, int chunkSize, JobDefaults defaults) {
    private static final int LARGEST_CHUNK = 10_000;
    private static final int MOST_RETRIES = 1_000;

    /** The settings that are read here. */
    public static final Set<Setting> KNOWN = Stream.concat(
                    Stream.of(Setting.values()).filter(setting -> setting.place() == Setting.Place.SERVER),
                    Stream.of(
                            Setting.CHUNK_SIZE,
                            Setting.DEFAULT_QUEUE,
                            Setting.DEFAULT_RETRY,
                            Setting.DEFAULT_RESERVE_FOR))
            .collect(Collectors.toUnmodifiableSet());

    /** Checks that nothing is null. */
    public PushSettings {
        Objects.requireNonNull(server);
        Objects.requireNonNull(defaults);
    }

    /** Makes values of texts; mistakes stay in the reader until it is checked. */
    public static PushSettings read(SettingsReader reader) {
        return new PushSettings(
                reader.server(),
                reader.number(Setting.CHUNK_SIZE, 1, LARGEST_CHUNK),
                new JobDefaults(
                        // The checks of a job, so that a default is no way around them.
                        reader.checked(
                                Setting.DEFAULT_QUEUE,
                                text -> probe().queue(text).queue().orElseThrow()),
                        reader.number(Setting.DEFAULT_RETRY, -1, MOST_RETRIES),
                        reader.checked(
                                Setting.DEFAULT_RESERVE_FOR,
                                text -> probe().reserveFor(Durations.parse(text))
                                        .reserveFor()
                                        .orElseThrow())));
    }

    /** The same for this server, or for other credentials of it. */
    public PushSettings with(ServerSettings server) {
        return new PushSettings(server, chunkSize, defaults);
    }

    private static Job probe() {
        return Job.of("probe");
    }
}
