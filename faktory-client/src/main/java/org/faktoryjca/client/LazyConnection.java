package org.faktoryjca.client;

import java.util.Optional;
import java.util.function.Function;
import org.faktoryjca.ConnectionLostException;
import org.faktoryjca.client.settings.ServerSettings;

/**
 * A connection that is made when it is first needed, and again when it was lost before anything was sent: what a pool keeps.
 * Not thread-safe, but for {@link #abort}.
 */
public final class LazyConnection implements Conversation, AutoCloseable {
    private final ServerSettings settings;
    private volatile Optional<Connection> connection = Optional.empty();

    /** To this server, without talking to it yet. */
    public LazyConnection(ServerSettings settings) {
        this.settings = settings;
    }

    /**
     * Talks to the server. A connection that is found lost before the first byte is replaced, and the same is said again.
     *
     * @throws org.faktoryjca.FaktoryException as {@link Connection} throws it
     */
    @Override
    public <R> R talk(Function<Connection, R> said) {
        try {
            return said.apply(open());
        } catch (ConnectionLostException e) {
            close();
            return said.apply(open());
        }
    }

    private Connection open() {
        if (!isConnected()) {
            close();
            connection = Optional.of(Connection.open(settings));
        }
        return connection.orElseThrow();
    }

    /** Whether there is a connection that is not known to be broken. */
    public boolean isConnected() {
        return connection.filter(Connection::isOpen).isPresent();
    }

    /** Whether there is one that the server has closed; asks the socket, which takes up to a millisecond. */
    public boolean isStale() {
        return connection.filter(Connection::isStale).isPresent();
    }

    /** Breaks the connection, if there is one, while its owner is held up in it, who gets an error then. For any thread. */
    public void abort() {
        connection.ifPresent(Connection::abort);
    }

    /** Closes what was opened; used again, it opens anew. */
    @Override
    public void close() {
        connection.ifPresent(Connection::close);
        connection = Optional.empty();
    }
}
