package org.faktoryjca.ra.outbound;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.faktoryjca.ClosedException;
import org.faktoryjca.FaktoryAdmin;
import org.faktoryjca.FaktoryConnection;
import org.faktoryjca.Job;
import org.faktoryjca.ServerInfo;
import org.faktoryjca.client.Administration;

/**
 * What the application holds: a handle, and not the connection, which the pool may give to others once this is closed, or
 * between two calls. Not thread-safe, but for the moves that the pool makes.
 *
 * @see <a href="https://jakarta.ee/specifications/connectors/2.1/">Jakarta Connectors 2.1, "Lazy Connection Association"</a>
 */
final class ConnectionHandle implements FaktoryConnection {
    /** Where a handle gets a connection from when the pool has taken its own away. */
    interface Origin {
        /** Has the handle associated with a connection, or lent one. */
        void reassociate(ConnectionHandle handle);

        /** The handle was closed while it had no connection. */
        void closedWithoutConnection(ConnectionHandle handle);
    }

    private volatile Optional<ManagedFaktoryConnection> connection;
    private volatile Optional<ConnectionHandle> lender = Optional.empty();
    private volatile Optional<Origin> origin = Optional.empty();
    private volatile boolean closed;

    ConnectionHandle(ManagedFaktoryConnection connection) {
        this.connection = Optional.of(connection);
    }

    void comesFrom(Origin from) {
        origin = Optional.of(from);
    }

    @Override
    public String push(Job job) {
        return Pushing.push(connection(), job);
    }

    @Override
    public List<String> pushAll(Collection<Job> jobs) {
        return Pushing.pushAll(connection(), List.copyOf(jobs));
    }

    @Override
    public ServerInfo info() {
        return connection().talk(physical -> physical.info());
    }

    @Override
    public FaktoryAdmin admin() {
        connection();
        return new Administration(this::connection);
    }

    private ManagedFaktoryConnection connection() {
        if (closed) {
            throw new ClosedException(
                    "this connection was closed, or it broke, or its transaction or component has ended,"
                            + " which closes what it held");
        }
        var own = associated();
        if (own.isEmpty()) {
            lender = Optional.empty();
            origin.ifPresent(from -> from.reassociate(this));
            own = associated();
        }
        return own.orElseThrow(() -> new ClosedException(
                "the application server has taken this connection away and gives no other one for it"));
    }

    private Optional<ManagedFaktoryConnection> associated() {
        return connection.or(() -> lender.flatMap(ConnectionHandle::associated));
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        var last = connection;
        connection = Optional.empty();
        if (last.isPresent()) {
            last.get().closed(this);
        } else if (lender.isPresent()) {
            lender.get().close();
        } else {
            origin.ifPresent(from -> from.closedWithoutConnection(this));
        }
    }

    void moveTo(ManagedFaktoryConnection other) {
        var before = connection;
        connection = Optional.of(other);
        before.filter(last -> last != other).ifPresent(last -> last.forget(this));
    }

    /** From now on it talks by way of this one, and closes it with itself. */
    void borrow(ConnectionHandle from) {
        lender = Optional.of(from);
    }

    void dissociate() {
        connection = Optional.empty();
    }

    void invalidate() {
        closed = true;
        connection = Optional.empty();
    }
}
