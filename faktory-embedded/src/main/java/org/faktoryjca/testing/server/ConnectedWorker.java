package org.faktoryjca.testing.server;

import java.util.List;

/**
 * A worker as {@link EmbeddedFaktory} knows it, from its first connection's HELLO until its last connection has closed.
 *
 * @param wid its id
 * @param hostname the host that it says it runs on
 * @param pid the process that it says it is
 * @param labels its labels
 * @param state how far it is on its way to the end
 * @param connections how many connections it has
 * @param beats how many BEATs it has sent
 * @param memoryKb the memory that its last BEAT reported; 0 if it did not
 */
public record ConnectedWorker(
        String wid,
        String hostname,
        long pid,
        List<String> labels,
        WorkerState state,
        int connections,
        long beats,
        long memoryKb) {

    /** Makes the list immutable. */
    public ConnectedWorker {
        labels = List.copyOf(labels);
    }
}
