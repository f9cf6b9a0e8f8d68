package org.faktoryjca.ra.outbound;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.faktoryjca.client.settings.Setting;
import org.faktoryjca.client.settings.SettingsReader;

/**
 * What happens to pushes after their transaction has committed.
 *
 * @param sendTimeout how long the committing thread waits for all of them
 * @param backlogJobs jobs that may wait or be about to commit; beyond it, transactions with pushes are rolled back
 * @param backlogBytes bytes of JSON that may wait, likewise
 * @param spillFile where jobs go that could not be sent by the end
 * @param shutdownTimeout how long the end waits for them
 */
record SendSettings(
        Duration sendTimeout, int backlogJobs, long backlogBytes, Optional<Path> spillFile, Duration shutdownTimeout) {

    /** Checks that nothing is null. */
    SendSettings {
        Objects.requireNonNull(sendTimeout);
        Objects.requireNonNull(spillFile);
        Objects.requireNonNull(shutdownTimeout);
    }

    static SendSettings read(SettingsReader reader) {
        return new SendSettings(
                reader.duration(Setting.SEND_TIMEOUT),
                reader.number(Setting.BACKLOG_JOBS, 1, Integer.MAX_VALUE),
                reader.size(Setting.BACKLOG_BYTES),
                reader.checked(
                        Setting.SPILL_FILE,
                        file -> file.isEmpty() ? Optional.<Path>empty() : Optional.of(Path.of(file))),
                reader.duration(Setting.SHUTDOWN_TIMEOUT));
    }
}
