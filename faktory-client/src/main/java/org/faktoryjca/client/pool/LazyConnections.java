package org.faktoryjca.client.pool;

import java.time.Duration;
import org.apache.commons.pool2.BasePooledObjectFactory;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.DefaultPooledObject;
import org.faktoryjca.client.LazyConnection;
import org.faktoryjca.client.settings.ServerSettings;

/** What the pool makes its objects with: none of them talks to the server before it is used. */
final class LazyConnections extends BasePooledObjectFactory<LazyConnection> {
    private final ServerSettings settings;

    LazyConnections(ServerSettings settings) {
        this.settings = settings;
    }

    @Override
    public LazyConnection create() {
        return new LazyConnection(settings);
    }

    @Override
    public PooledObject<LazyConnection> wrap(LazyConnection connection) {
        return new Pooled(connection);
    }

    @Override
    public void destroyObject(PooledObject<LazyConnection> pooled) {
        pooled.getObject().close();
    }

    /** Without the count of its time in use, which the library takes at each return and nobody reads. */
    private static final class Pooled extends DefaultPooledObject<LazyConnection> {
        Pooled(LazyConnection connection) {
            super(connection);
        }

        @Override
        public Duration getActiveDuration() {
            return Duration.ZERO;
        }
    }
}
