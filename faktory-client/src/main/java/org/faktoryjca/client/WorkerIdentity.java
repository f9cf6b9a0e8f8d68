package org.faktoryjca.client;

import java.util.List;
import java.util.Objects;

/**
 * As what the server knows a worker. Every connection of one worker says the same.
 *
 * @param wid unique among all workers of the server; of 8 characters or more, and no control characters
 * @param hostname the machine's name
 * @param pid the process's id
 * @param labels shown by Faktory's pages
 */
public record WorkerIdentity(String wid, String hostname, int pid, List<String> labels) {
    /**
     * Checks that nothing is null, and copies the labels.
     *
     * @throws IllegalArgumentException if the wid has a control character: the server's errors repeat it
     */
    public WorkerIdentity {
        if (wid.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a wid must have no control characters");
        }
        Objects.requireNonNull(hostname);
        labels = List.copyOf(labels);
    }
}
