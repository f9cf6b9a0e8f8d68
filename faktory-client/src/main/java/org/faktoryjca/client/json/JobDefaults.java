package org.faktoryjca.client.json;

import java.time.Duration;
import java.util.Objects;

/**
 * What a job gets that does not say.
 *
 * @param queue the queue
 * @param retry how often it is retried; 0 discards, −1 buries
 * @param reserveFor how long a worker may hold it
 */
public record JobDefaults(String queue, int retry, Duration reserveFor) {
    /** The server's own: queue {@code default}, 25 retries, 30 minutes. */
    public static final JobDefaults STANDARD = new JobDefaults("default", 25, Duration.ofMinutes(30));

    /** Checks that nothing is null. */
    public JobDefaults {
        Objects.requireNonNull(queue);
        Objects.requireNonNull(reserveFor);
    }
}
