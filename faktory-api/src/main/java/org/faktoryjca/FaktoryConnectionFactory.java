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
     * @throws FaktoryException if none can be had
     */
    FaktoryConnection getConnection();

    /**
     * A connection with this password instead of the factory's own; otherwise as {@link #getConnection()}. Each password has
     * connections of its own.
     *
     * @throws FaktoryException if none can be had
     */
    FaktoryConnection getConnection(String password);

    /**
     * Pushes one job on a connection taken for it: {@link FaktoryConnection#push}.
     *
     * @return its jid
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
     */
    default List<String> pushAll(Collection<Job> jobs) {
        try (var connection = getConnection()) {
            return connection.pushAll(jobs);
        }
    }
}
