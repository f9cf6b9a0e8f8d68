package org.faktoryjca.ra.outbound;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.faktoryjca.CannotConnectException;
import org.faktoryjca.ClosedException;
import org.faktoryjca.ConnectionLostException;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.OutcomeUnknownException;
import org.faktoryjca.RejectedException;
import org.faktoryjca.client.Connection;
import org.faktoryjca.client.Verdict;
import org.faktoryjca.client.json.EncodedJob;
import org.faktoryjca.client.settings.ServerSettings;

/**
 * A sender's connection, of its own: the application's handle is closed by the time of its commit, and some servers give out
 * no other one while a transaction ends. Used by one writer at a time; {@link #probe}, {@link #abort} and {@link #server} by
 * anyone.
 */
final class SenderLink implements AutoCloseable {
    /** All together, from TCP to the handshake: a commit waits for it, and everything that the transaction has locked. */
    private static final Duration QUICK = Duration.ofSeconds(1);

    /** The very first time, when classes are loaded too and nothing speaks against the server. */
    private static final Duration FIRST = Duration.ofSeconds(2);

    private final ServerSettings settings;
    private final LongSupplier nanoTime;
    private volatile boolean known;
    private volatile boolean aborted;
    private volatile Optional<Connection> connection = Optional.empty();

    /** What has been written and not answered. */
    private List<EncodedJob> underWay = List.of();

    /** Jobs in one command, after the server has refused a whole one; without meaning until then. */
    private int limit = Integer.MAX_VALUE;

    /** Of what the server said of single jobs. */
    private final Doubts doubts;

    /** Without a connection yet; the clock is as {@code System.nanoTime}. */
    SenderLink(ServerSettings settings, LongSupplier nanoTime) {
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.doubts = new Doubts(nanoTime);
    }

    /**
     * What has become of jobs that were pushed.
     *
     * @param settled those that the server has answered for; none while their reply is due
     * @param refused those of them that it refused, with its words
     * @param doubt why the others are to be sent again, if it had trouble of its own with them
     */
    record Pushed(List<EncodedJob> settled, Map<EncodedJob, String> refused, Optional<FaktoryException> doubt) {
        static final Pushed UNDER_WAY = new Pushed(List.of(), Map.of(), Optional.empty());
    }

    String server() {
        return settings.display();
    }

    /** Whether a push has been written whose reply is still due. */
    boolean isUnderWay() {
        return !underWay.isEmpty() && isOpen();
    }

    private boolean isOpen() {
        return connection.filter(Connection::isOpen).isPresent();
    }

    /**
     * Has a connection that works, as far as the socket knows, or makes one quickly.
     *
     * @throws CannotConnectException if that fails
     */
    void ensure() {
        if (connection
                .filter(Connection::isOpen)
                .filter(open -> open.isFresh() || !open.isStale())
                .isEmpty()) {
            hangUp();
            connection = Optional.of(quickly());
        }
    }

    /** As {@link #ensure}, while another thread has the connection, or a reply is due. */
    void probe() {
        quickly().close();
    }

    private Connection quickly() {
        try {
            var made = Connection.open(settings, known ? QUICK : FIRST);
            known = true;
            return made;
        } catch (FaktoryException e) {
            throw new CannotConnectException(
                    ErrorCode.ROLLED_BACK_UNREACHABLE,
                    "the transaction was rolled back, because its pushes could not be sent: " + e.getMessage(),
                    e);
        }
    }

    /**
     * Pushes these jobs, or the first of them, or waits on for the reply of those that are under way already. A chunk that may
     * have been lost is sent once more on a new connection, with the same jids: at worst a duplicate. One that is refused as
     * a whole is sent in halves, until the jobs that are at fault are alone.
     *
     * @param head the first jobs that wait; those under way among them
     * @param patience how long to wait, for a connection where there is none and for the reply together
     * @throws FaktoryException if it is not known to have arrived
     */
    Pushed push(List<EncodedJob> head, Duration patience) {
        var deadline = nanoTime.getAsLong() + patience.toNanos();
        var again = false;
        while (true) {
            var chunk = isUnderWay() ? underWay : head.subList(0, Math.min(limit, head.size()));
            try {
                return pushOnce(chunk, deadline);
            } catch (ConnectionLostException | OutcomeUnknownException e) {
                hangUp();
                if (again || aborted || left(deadline).isZero()) {
                    throw e;
                }
                again = true;
            } catch (RejectedException e) {
                limit = Math.max(1, chunk.size() / 2);
                if (chunk.size() == 1) {
                    return new Pushed(chunk, Map.of(chunk.get(0), e.reason()), Optional.empty());
                }
            }
        }
    }

    private Duration left(long deadline) {
        return Duration.ofNanos(Math.max(0, deadline - nanoTime.getAsLong()));
    }

    private Pushed pushOnce(List<EncodedJob> chunk, long deadline) {
        var waiting = isUnderWay();
        underWay = List.of();
        var reply = waiting
                ? connection.orElseThrow().pushed(left(deadline))
                : open(deadline).pushBulk(chunk, left(deadline));
        if (reply.isEmpty()) {
            underWay = chunk;
            return Pushed.UNDER_WAY;
        }
        limit = Integer.MAX_VALUE;
        var pushed = judged(chunk, reply.get());
        doubts.forget(pushed.settled());
        return pushed;
    }

    private Connection open(long deadline) {
        if (!isOpen()) {
            connection = Optional.of(Connection.open(settings, left(deadline)));
        }
        if (aborted) {
            // Looked at after the connection is there for abort() to see: one of the two ends it.
            hangUp();
            throw new ClosedException("the sending to " + server() + " has ended");
        }
        return connection.orElseThrow();
    }

    private Pushed judged(List<EncodedJob> chunk, Map<String, String> notTaken) {
        if (notTaken.isEmpty()) {
            return new Pushed(chunk, Map.of(), Optional.empty());
        }
        var settled = new ArrayList<EncodedJob>();
        var refused = new LinkedHashMap<EncodedJob, String>();
        var doubt = Optional.<FaktoryException>empty();
        for (var job : chunk) {
            var words = notTaken.get(job.jid());
            if (words == null || doubts.isRefused(job, words)) {
                settled.add(job);
                if (words != null) {
                    refused.put(job, words);
                }
            } else {
                doubt = Optional.of(Verdict.outcomeUnknown("tried push of " + job + " at " + server(), words));
            }
        }
        return new Pushed(settled, refused, doubt);
    }

    private void hangUp() {
        connection.ifPresent(Connection::close);
        connection = Optional.empty();
        underWay = List.of();
    }

    /** For good: frees whoever is held up in the connection, with an error, and nothing is pushed by it any more. */
    void abort() {
        aborted = true;
        connection.ifPresent(Connection::abort);
    }

    @Override
    public void close() {
        hangUp();
    }
}
