package org.faktoryjca.testing.server;

import java.util.Objects;
import java.util.Optional;

/**
 * A retrying or dead job in a {@link ServerState}.
 *
 * @param job the job
 * @param until for a retrying job, when it is due: default its failure's {@code nextAt}, else as late after loading as
 *     Faktory may make it: n⁴ + 15 + 29·(n + 1) seconds, n being its failure's {@code retryCount}. For a dead one, when it is forgotten: default 180 days after loading
 */
public record TimedJob(StoredJob job, Optional<When> until) {

    /** Checks that nothing is missing. */
    public TimedJob {
        Objects.requireNonNull(job, "job");
    }
}
