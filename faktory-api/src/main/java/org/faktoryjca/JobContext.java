package org.faktoryjca;

import java.time.Instant;
import java.util.Optional;
import org.faktoryjca.spi.CurrentJob;

/**
 * What a job's method may want to know about its own run. A method marked with {@link OnJob} has it as its last parameter;
 * any code that runs in the job's thread gets it from {@link #current()}.
 *
 * <p>Immutable and thread-safe.
 */
public interface JobContext {
    /** The job that runs. */
    Job job();

    /** Which execution this is: 1 for the first. */
    int attempt();

    /** How many executions the server will grant after this one, should it fail. */
    int retriesLeft();

    /** When the job's reservation ends: from then on the server may give it to another worker. */
    Instant leaseEnds();

    /** The context of the job that runs in this thread, if one does. */
    static Optional<JobContext> current() {
        return CurrentJob.get();
    }
}
