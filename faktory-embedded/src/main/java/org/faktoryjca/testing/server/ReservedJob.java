package org.faktoryjca.testing.server;

import java.util.Objects;
import java.util.Optional;

/**
 * A job in a {@link ServerState} that a worker holds, which no longer answers. What is absent gets a default when the
 * state is loaded.
 *
 * @param job the job
 * @param wid the worker's id; empty for a client that gave none. Default, in a file, {@code gone}
 * @param since when it was fetched; default the moment of loading
 * @param until when its reservation ends; default {@code since} and the job's {@code reserveFor}
 */
public record ReservedJob(StoredJob job, String wid, Optional<When> since, Optional<When> until) {

    /** Checks that nothing is missing. */
    public ReservedJob {
        Objects.requireNonNull(job, "job");
        Objects.requireNonNull(wid, "wid");
    }
}
