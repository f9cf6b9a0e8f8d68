package org.faktoryjca;

import java.io.Serializable;
import java.util.Collection;
import java.util.List;

/**
 * Where connections to a work server come from: what an application has injected.
 *
 * <p>Thread-safe. In a server:
 *
 * <pre>{@code
 * @Resource(lookup = "java:app/faktory") FaktoryConnectionFactory faktory;
 * }</pre>
 */
public interface FaktoryConnectionFactory extends Serializable {
    /**
     * A connection with the factory's own credentials. Costs the server nothing while the pool has one; a new one is made at first
     * use, and costs two round trips, with TLS four, and some milliseconds of hashing where there is a password.
     *
     * @return a connection for one thread, to be closed by it
     * @throws CannotConnectException if the pool has none free in time; that the server is away is found at first use
     * @throws ClosedException if the factory was closed
     * @throws FaktoryException if none can be had for another reason
     */
    FaktoryConnection getConnection();

    /**
     * A connection with this password instead of the factory's own; otherwise as {@link #getConnection()}. Each password has
     * connections of its own.
     *
     * @param password the server's, not null; never logged
     * @throws FaktoryException if none can be had, as there
     */
    FaktoryConnection getConnection(String password);

    /**
     * Pushes one job on a connection taken for it: {@link FaktoryConnection#push}.
     *
     * @return its jid
     * @throws FaktoryException as {@link #getConnection()} and {@link FaktoryConnection#push} do
     */
    default String push(Job job) {
        try (var connection = getConnection()) {
            return connection.push(job);
        }
    }

    /**
     * Pushes jobs on a connection taken for them: {@link FaktoryConnection#pushAll}.
     *
     * @return their jids, in the same order
     * @throws FaktoryException as {@link #getConnection()} and {@link FaktoryConnection#pushAll} do
     */
    default List<String> pushAll(Collection<Job> jobs) {
        try (var connection = getConnection()) {
            return connection.pushAll(jobs);
        }
    }
}
