package org.faktoryjca.client.pool;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.faktoryjca.ClosedException;
import org.faktoryjca.FaktoryAdmin;
import org.faktoryjca.FaktoryConnection;
import org.faktoryjca.Job;
import org.faktoryjca.ServerInfo;
import org.faktoryjca.client.Administration;
import org.faktoryjca.client.BulkPush;
import org.faktoryjca.client.Connection;
import org.faktoryjca.client.LazyConnection;
import org.faktoryjca.client.PushSettings;
import org.faktoryjca.client.json.JobWriter;

/** A connection while someone has it. Not thread-safe. */
final class PooledHandle implements FaktoryConnection {
    private final GenericObjectPool<LazyConnection> pool;
    private final PushSettings settings;
    private Optional<LazyConnection> connection;

    PooledHandle(GenericObjectPool<LazyConnection> pool, LazyConnection connection, PushSettings settings) {
        this.pool = pool;
        this.settings = settings;
        this.connection = Optional.of(connection);
    }

    @Override
    public String push(Job job) {
        var writer = new JobWriter(settings.defaults());
        return connection().talk(physical -> physical.push(job, writer));
    }

    @Override
    public List<String> pushAll(Collection<Job> jobs) {
        var encoded = new JobWriter(settings.defaults()).writeAll(jobs);
        return encoded.isEmpty()
                ? List.of()
                : connection().talk(physical -> new BulkPush(encoded, settings.chunkSize()).over(physical));
    }

    @Override
    public ServerInfo info() {
        return connection().talk(Connection::info);
    }

    @Override
    public FaktoryAdmin admin() {
        connection();
        return new Administration(this::connection);
    }

    private LazyConnection connection() {
        return connection.orElseThrow(
                () -> new ClosedException("this connection was closed, and given back to its pool"));
    }

    @Override
    public void close() {
        connection.ifPresent(pool::returnObject);
        connection = Optional.empty();
    }
}
