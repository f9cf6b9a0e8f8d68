package org.faktoryjca.ra.outbound;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.faktoryjca.CannotConnectException;
import org.faktoryjca.ConnectionLostException;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.OutcomeUnknownException;
import org.faktoryjca.client.Connection;
import org.faktoryjca.client.json.EncodedJob;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.ra.RaLog;

/**
 * A sender's connection, of its own: the application's handle is closed by the time of its commit, and some servers give out
 * no other one while a transaction ends. Used by one writer at a time; {@link #probe} and {@link #server} by anyone.
 */
final class SenderLink implements AutoCloseable {
    /** A commit waits for it, and everything that the transaction has locked. */
    private static final Duration QUICK = Duration.ofSeconds(1);

    private final ServerSettings settings;
    private long usedNanos;
    private Optional<Connection> connection = Optional.empty();

    SenderLink(ServerSettings settings) {
        this.settings = settings;
    }

    String server() {
        return settings.display();
    }

    /**
     * Has a connection that works, as far as the socket knows, or makes one quickly.
     *
     * @throws CannotConnectException if that fails
     */
    void ensure() {
        if (connection
                .filter(Connection::isOpen)
                .filter(open -> !open.isStale())
                .isEmpty()) {
            hangUp();
            connection = Optional.of(quickly());
        }
    }

    /** As {@link #ensure}, while another thread has the connection. */
    void probe() {
        quickly().close();
    }

    private Connection quickly() {
        var quick = settings.connectTimeout().compareTo(QUICK) < 0 ? settings.connectTimeout() : QUICK;
        try {
            return Connection.open(settings.withConnectTimeout(quick));
        } catch (FaktoryException e) {
            throw new CannotConnectException(
                    ErrorCode.ROLLED_BACK_UNREACHABLE,
                    "the transaction was rolled back, because its pushes could not be sent: " + e.getMessage(),
                    e);
        }
    }

    /**
     * Pushes one chunk, and once more on a new connection if the first was lost: with the same jids, at worst a duplicate.
     * What the server refuses is named in the log, and is gone.
     */
    void push(List<EncodedJob> chunk) {
        try {
            pushOnce(chunk);
        } catch (ConnectionLostException | OutcomeUnknownException e) {
            hangUp();
            pushOnce(chunk);
        }
    }

    private void pushOnce(List<EncodedJob> chunk) {
        if (connection.filter(Connection::isOpen).isEmpty()) {
            connection = Optional.of(Connection.open(settings));
        }
        var refused = connection.orElseThrow().pushBulk(chunk);
        usedNanos = System.nanoTime();
        if (!refused.isEmpty()) {
            RaLog.rejected(server(), refused);
        }
    }

    private void hangUp() {
        connection.ifPresent(Connection::close);
        connection = Optional.empty();
    }

    @Override
    public void close() {
        hangUp();
    }
}
