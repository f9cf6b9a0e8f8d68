package org.faktoryjca.testing.server;

import java.util.Objects;
import java.util.Optional;

/**
 * A job in a {@link ServerState} that a worker holds, which no longer answers. What is absent gets a default when the
 * state is loaded.
 *
 * @param job the job
 * @param wid the worker's id, an empty text for a client that gave none; default {@code gone}
 * @param since when it was fetched; default the moment of loading
 * @param until when its reservation ends; default {@code since} and the job's {@code reserveFor}
 */
public record ReservedJob(StoredJob job, Optional<String> wid, Optional<When> since, Optional<When> until) {

    /** Checks that nothing is missing. */
    public ReservedJob {
        Objects.requireNonNull(job, "job");
        Objects.requireNonNull(wid, "wid");
    }

    /**
     * A job of which no more is said than that some worker holds it.
     *
     * @param job the job
     * @return the job, with everything else absent
     */
    public static ReservedJob of(StoredJob job) {
        return new ReservedJob(job, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
