package org.faktoryjca.client.pool;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.faktoryjca.ClosedException;
import org.faktoryjca.client.LazyConnection;
import org.faktoryjca.client.settings.ServerSettings;

/**
 * A pool for each password that is not the factory's own. Those that rest are kept with their connections, but not without end,
 * since an application may come with ever new passwords. Thread-safe.
 */
final class OtherPasswords implements AutoCloseable {
    /** As many as a resource adapter's senders. */
    static final int MOST_AT_REST = 32;

    private final Function<ServerSettings, GenericObjectPool<LazyConnection>> making;

    /** The one that was used the longest time ago comes first. Guarded by this. */
    private final Map<ServerSettings, Used> pools = new LinkedHashMap<>(16, 0.75f, true);

    /** Guarded by this. */
    private boolean closed;

    /** A pool, and how many threads are borrowing from it, or waiting to. Guarded by all pools. */
    private static final class Used {
        private final GenericObjectPool<LazyConnection> pool;
        private int borrowers;

        private Used(GenericObjectPool<LazyConnection> pool) {
            this.pool = pool;
        }

        private boolean rests() {
            return borrowers == 0 && pool.getNumActive() == 0;
        }
    }

    /** Without any yet; they are made by this. */
    OtherPasswords(Function<ServerSettings, GenericObjectPool<LazyConnection>> making) {
        this.making = making;
    }

    /**
     * Borrows from the pool for a server with another password.
     *
     * @throws ClosedException after the end: nobody would close another pool
     */
    <T> T borrow(ServerSettings server, Function<GenericObjectPool<LazyConnection>, T> borrowing) {
        var used = take(server);
        try {
            return borrowing.apply(used.pool);
        } finally {
            giveBack(used);
        }
    }

    private synchronized Used take(ServerSettings server) {
        if (closed) {
            throw FaktoryConnections.closed();
        }
        var used = pools.computeIfAbsent(server, its -> new Used(making.apply(its)));
        used.borrowers++;
        return used;
    }

    private synchronized void giveBack(Used used) {
        used.borrowers--;
        var others = pools.values().iterator();
        while (pools.size() > MOST_AT_REST && others.hasNext()) {
            var other = others.next();
            if (other.rests()) {
                others.remove();
                other.pool.close();
            }
        }
    }

    /** Closes what is idle at once, and what is in use when it is given back. */
    @Override
    public synchronized void close() {
        closed = true;
        pools.values().forEach(used -> used.pool.close());
    }
}
