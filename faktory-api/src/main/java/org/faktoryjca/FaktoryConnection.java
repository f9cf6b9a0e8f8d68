package org.faktoryjca;

import java.util.Collection;
import java.util.List;

/**
 * A handle on a connection to the work server. Close it when done; in a server it goes back to the pool.
 *
 * <p>Not thread-safe. A push inside a JTA transaction leaves after the transaction has committed, and not at all after a
 * rollback; see the connection factory's setting {@code transaction}.
 */
public interface FaktoryConnection extends AutoCloseable {
    /**
     * Pushes a job.
     *
     * <p>Outside a transaction the job is with the server when this returns. Inside one it is checked and kept, and leaves
     * after the commit.
     *
     * <p>Costs one round trip, and the server one command to its store: some 55 µs of its CPU. Many single pushes cost the
     * caller 3 to 7 times what one {@link #pushAll} does.
     *
     * @return its jid
     * @throws InvalidJobException if the server would not take the job as it is; nothing was sent
     * @throws RejectedException if the server refused it
     * @throws CannotConnectException if no connection could be made; nothing was sent
     * @throws AuthenticationException if the password is missing or wrong; nothing was sent
     * @throws ConnectionLostException if the server is stopping; nothing was carried out
     * @throws OutcomeUnknownException if the connection broke before the reply, or the server had trouble of its own with it
     * @throws TransactionStateException if the transaction can no longer commit
     * @throws ClosedException if this handle is closed
     */
    String push(Job job);

    /**
     * Pushes jobs in their order, in chunks of the setting {@code chunkSize}. Not atomic: the server may take some and
     * refuse others.
     *
     * <p>Costs a round trip for each chunk, and the server a command to its store for each job. The server gives up on a chunk
     * after 5 s; 1000 jobs are what its authors recommend.
     *
     * @return their jids, in the same order
     * @throws InvalidJobException if any of them cannot be sent as it is; it says of each why, and none was sent
     * @throws PushIncompleteException if not all are known to have been accepted; its cause is what ended the pushing
     * @throws CannotConnectException if no connection could be made for the first chunk; nothing was sent
     * @throws AuthenticationException as {@link CannotConnectException}, if the password is missing or wrong
     * @throws ConnectionLostException if the server was stopping at the first chunk; nothing was carried out
     * @throws TransactionStateException if the transaction can no longer commit
     * @throws ClosedException if this handle is closed
     */
    List<String> pushAll(Collection<Job> jobs);

    /**
     * What the work server says about itself. Faktory up to 1.10.0 can crash when it is asked while another connection
     * pushes to a brand-new queue: ask rarely.
     *
     * <p>Costs one round trip, and the server a command to its store for each queue and nine more.
     *
     * @throws OutcomeUnknownException if the connection broke before the reply
     * @throws ClosedException if this handle is closed
     */
    ServerInfo info();

    /**
     * What an operator does, over this connection: queues, and the sets of scheduled, retrying and dead jobs. Costs nothing;
     * each of its methods says what it costs.
     *
     * @throws ClosedException if this handle is closed
     */
    FaktoryAdmin admin();

    /** Gives the connection back; a second call does nothing. Costs the server nothing. */
    @Override
    void close();
}
