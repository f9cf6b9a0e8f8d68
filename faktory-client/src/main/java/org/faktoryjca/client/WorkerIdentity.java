package org.faktoryjca.client;

import java.util.List;
import java.util.Objects;

/**
 * As what the server knows a worker. Every connection of one worker says the same.
 *
 * @param wid unique among all workers of the server; of 8 characters or more
 * @param hostname the machine's name
 * @param pid the process's id
 * @param labels shown by Faktory's pages
 */
public record WorkerIdentity(String wid, String hostname, int pid, List<String> labels) {
    /** Checks that nothing is null, and copies the labels. */
    public WorkerIdentity {
        Objects.requireNonNull(wid);
        Objects.requireNonNull(hostname);
        labels = List.copyOf(labels);
    }
}
