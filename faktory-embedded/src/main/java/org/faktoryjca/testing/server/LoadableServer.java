package org.faktoryjca.testing.server;

import java.time.Instant;

/**
 * A work server whose content can be set and read as a whole: the one in memory, and the real one as a process.
 *
 * <p>Implementations are safe for use by several threads.
 */
public interface LoadableServer extends WorkServer {

    /**
     * Replaces everything that the server holds. The counts of finished jobs begin again at 0.
     *
     * @param state what to hold; times that count from loading count from the server's clock
     */
    void load(ServerState state);

    /**
     * What the server holds now.
     *
     * @return a snapshot, with fixed times, which {@link #load} would bring back
     */
    ServerState state();

    /**
     * The time by which the server's jobs wait.
     *
     * @return the machine's time, unless the server has another clock
     */
    default Instant now() {
        return Instant.now();
    }
}
