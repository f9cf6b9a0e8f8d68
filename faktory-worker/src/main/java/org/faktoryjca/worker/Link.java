package org.faktoryjca.worker;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.faktoryjca.AuthenticationException;
import org.faktoryjca.ConnectionLostException;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.OutcomeUnknownException;
import org.faktoryjca.client.Connection;
import org.faktoryjca.client.WorkerIdentity;
import org.faktoryjca.client.settings.ServerSettings;

/**
 * One thread's way to the server: a connection that is made when it is needed, and made again when it is lost. Not
 * thread-safe.
 */
final class Link implements AutoCloseable {
    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration CAP = Duration.ofSeconds(15);

    /** A wrong password does not mend itself, and each try is a line in the server's log. */
    private static final Duration PASSWORD = Duration.ofSeconds(30);

    private static final String TROUBLE = "trouble";

    /** Waits so long, or until there is no reason to try again. */
    @FunctionalInterface
    interface Pause {
        void pause(Duration duration) throws InterruptedException;
    }

    private final ServerSettings server;
    private final WorkerIdentity identity;
    private final Outage outage;
    private final Backoff backoff;
    private Optional<Connection> connection = Optional.empty();
    private int madeAfter;
    private boolean troubled;

    Link(ServerSettings server, WorkerIdentity identity, Outage outage, RandomGenerator random) {
        this.server = server;
        this.identity = identity;
        this.outage = outage;
        this.backoff = new Backoff(FIRST, CAP, random);
    }

    /** The connection, made if there is none. Empty if that failed: then the pause before the next try is over. */
    Optional<Connection> connection(Pause wait) throws InterruptedException {
        if (connection.isPresent() && connection.get().isOpen()) {
            return connection;
        }
        try {
            connection = Optional.of(Connection.open(server, identity));
            madeAfter = outage.reached();
        } catch (FaktoryException e) {
            connection = Optional.empty();
            outage.lost(e);
            again(wait, e instanceof AuthenticationException);
        }
        return connection;
    }

    /** Whether a FETCH is under way on the connection. */
    boolean isFetching() {
        return connection.isPresent() && connection.get().isFetching();
    }

    /** Whether the last thing that was asked met trouble. */
    boolean isTroubled() {
        return troubled;
    }

    /** The server answers: the next loss is waited out from the shortest pause on. */
    void works() {
        backoff.reset();
        if (!outage.isConnected()) {
            // Others have lost it, and this one has it still.
            madeAfter = outage.reached();
        }
        calm();
    }

    /** Asks nothing for the time being: a loss is made good when it does. */
    void rests() {
        calm();
    }

    private void calm() {
        if (troubled) {
            troubled = false;
            outage.untroubled();
        }
    }

    /** Whether the connection broke, and the server has not answered: not even with trouble of its own. */
    static boolean isLoss(FaktoryException cause) {
        return cause instanceof ConnectionLostException
                || cause instanceof OutcomeUnknownException && cause.code() != ErrorCode.SERVER_TROUBLE;
    }

    /** Gives the connection up, and waits before another one may be made. */
    void lost(FaktoryException cause, Pause wait) throws InterruptedException {
        outage.lost(cause, madeAfter);
        again(wait, false);
    }

    /**
     * The server answers, if not as hoped: gives the connection up, and waits before another one may be made.
     *
     * @param kind of what was asked, which is told once for all links; trouble of the server's own is one kind, whatever was asked
     */
    void refused(String kind, String what, FaktoryException cause, Pause wait) throws InterruptedException {
        outage.refused(cause.code() == ErrorCode.SERVER_TROUBLE ? TROUBLE : kind, what, cause);
        again(wait, false);
    }

    private void again(Pause wait, boolean slowly) throws InterruptedException {
        hangUp();
        if (!troubled) {
            troubled = true;
            outage.troubled();
        }
        var pause = backoff.next();
        wait.pause(slowly && pause.compareTo(PASSWORD) < 0 ? PASSWORD : pause);
    }

    /** Ends it; the next {@link #connection} begins anew. */
    @Override
    public void close() {
        hangUp();
        calm();
    }

    private void hangUp() {
        connection.ifPresent(Connection::close);
        connection = Optional.empty();
    }
}
