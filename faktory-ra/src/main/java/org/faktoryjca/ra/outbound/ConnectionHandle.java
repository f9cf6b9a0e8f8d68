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
 * What the application holds: a handle, and not the connection, which the pool may give to others once this is closed. Not
 * thread-safe, but for the moves that the pool makes.
 */
final class ConnectionHandle implements FaktoryConnection {
    private volatile Optional<ManagedFaktoryConnection> connection;

    ConnectionHandle(ManagedFaktoryConnection connection) {
        this.connection = Optional.of(connection);
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
        return connection.orElseThrow(
                () -> new ClosedException("this connection was closed, or its transaction or component"
                        + " has ended, which closes what it held"));
    }

    @Override
    public void close() {
        var last = connection;
        connection = Optional.empty();
        last.ifPresent(open -> open.closed(this));
    }

    void moveTo(ManagedFaktoryConnection other) {
        connection.filter(before -> before != other).ifPresent(before -> before.forget(this));
        connection = Optional.of(other);
    }

    void dissociate() {
        connection = Optional.empty();
    }

    void invalidate() {
        connection = Optional.empty();
    }
}
