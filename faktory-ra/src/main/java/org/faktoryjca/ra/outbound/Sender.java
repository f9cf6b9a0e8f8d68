package org.faktoryjca.ra.outbound;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.faktoryjca.CannotConnectException;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.PushIncompleteException;
import org.faktoryjca.client.BulkPush;
import org.faktoryjca.client.Connection;
import org.faktoryjca.client.json.EncodedJob;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.ra.RaLog;

/**
 * Sends what has committed to one target, in order, on a connection of its own: the application's handle is closed by then,
 * and some servers give out no other one while a transaction ends.
 *
 * <p>Thread-safe: guarded by itself, one transaction after another.
 */
public final class Sender implements AutoCloseable {
    /** A commit waits for it, and everything that the transaction has locked. */
    private static final Duration QUICK = Duration.ofSeconds(1);

    private static final int TRIES = 2;

    private final ServerSettings settings;
    private final int chunkSize;
    private Optional<Connection> connection = Optional.empty();
    private boolean closed;

    Sender(ServerSettings settings, int chunkSize) {
        this.settings = settings;
        this.chunkSize = chunkSize;
    }

    /** Where it sends to, for messages. */
    String server() {
        try {
            return settings.address().display();
        } catch (FaktoryException e) {
            return "the work server (" + e.code() + ")";
        }
    }

    /**
     * Looks whether the server can be reached, before a transaction commits that counts on it.
     *
     * @throws CannotConnectException if not
     */
    synchronized void check() {
        if (connection
                .filter(Connection::isOpen)
                .filter(open -> !open.isStale())
                .isPresent()) {
            return;
        }
        hangUp();
        var quick = settings.connectTimeout().compareTo(QUICK) < 0 ? settings.connectTimeout() : QUICK;
        try {
            connection = Optional.of(Connection.open(settings.withConnectTimeout(quick)));
        } catch (FaktoryException e) {
            throw new CannotConnectException(
                    ErrorCode.ROLLED_BACK_UNREACHABLE,
                    "the transaction was rolled back, because its pushes could not be sent: " + e.getMessage(),
                    e);
        }
    }

    /**
     * Sends jobs whose transaction has committed. What is not known to have arrived is sent once more with the same jids, at
     * worst a duplicate; what is left then is logged by name. Throws nothing: nobody is left to hear it.
     */
    synchronized void send(List<EncodedJob> jobs) {
        var left = jobs;
        FaktoryException last = null;
        for (int tries = 0; tries < TRIES && !left.isEmpty(); tries++) {
            try {
                new BulkPush(left, chunkSize).over(connection());
                left = List.of();
            } catch (PushIncompleteException e) {
                last = e;
                if (!e.rejected().isEmpty()) {
                    RaLog.rejected(server(), e.rejected());
                }
                left = undecided(left, e);
            } catch (FaktoryException e) {
                last = e;
            }
            if (!left.isEmpty()) {
                hangUp();
            }
        }
        if (!left.isEmpty()) {
            RaLog.notSent(server(), left, last);
        }
        if (closed) {
            // The adapter has stopped while the transaction ended: nobody would close the connection later.
            hangUp();
        }
    }

    private static List<EncodedJob> undecided(List<EncodedJob> jobs, PushIncompleteException incomplete) {
        Set<String> jids = Stream.concat(incomplete.unknown().stream(), incomplete.notSent().stream())
                .collect(Collectors.toSet());
        return jobs.stream().filter(job -> jids.contains(job.jid())).collect(Collectors.toCollection(ArrayList::new));
    }

    private Connection connection() {
        if (connection.filter(Connection::isOpen).isEmpty()) {
            connection = Optional.of(Connection.open(settings));
        }
        return connection.orElseThrow();
    }

    private void hangUp() {
        connection.ifPresent(Connection::close);
        connection = Optional.empty();
    }

    @Override
    public synchronized void close() {
        closed = true;
        hangUp();
    }
}
