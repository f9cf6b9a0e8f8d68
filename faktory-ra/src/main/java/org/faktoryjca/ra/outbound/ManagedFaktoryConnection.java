package org.faktoryjca.ra.outbound;

import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.DissociatableManagedConnection;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionMetaData;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Function;
import javax.security.auth.Subject;
import javax.transaction.xa.XAResource;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.client.Connection;
import org.faktoryjca.client.Conversation;
import org.faktoryjca.client.LazyConnection;
import org.faktoryjca.client.settings.ServerSettings;

/**
 * What the server's pool keeps: one physical connection, opened at first use, because some servers make eight of these at the
 * first look-up. Any number of handles may share it. Its methods for handles are guarded by itself.
 */
final class ManagedFaktoryConnection implements ManagedConnection, DissociatableManagedConnection, Conversation {
    private final FaktoryManagedConnectionFactory factory;
    private final FactorySettings settings;
    private final List<ConnectionEventListener> listeners = new CopyOnWriteArrayList<>();
    private final Set<ConnectionHandle> handles = new HashSet<>();
    private final LazyConnection physical;
    private volatile PrintWriter logWriter;

    ManagedFaktoryConnection(FaktoryManagedConnectionFactory factory, FactorySettings settings) {
        this.factory = factory;
        this.settings = settings;
        this.physical = new LazyConnection(settings.server());
    }

    FaktoryManagedConnectionFactory factory() {
        return factory;
    }

    FactorySettings settings() {
        return settings;
    }

    boolean serves(ServerSettings server) {
        return settings.server().equals(server);
    }

    /** Whether the server has hung up on what was opened. */
    synchronized boolean isStale() {
        return physical.isStale();
    }

    /** Talks to the server. What ends the connection for good is told to the pool before it is thrown. */
    @Override
    public synchronized <R> R talk(Function<Connection, R> said) {
        try {
            return physical.talk(said);
        } catch (FaktoryException e) {
            if (!physical.isConnected()) {
                broken(e);
            }
            throw e;
        }
    }

    private void broken(FaktoryException cause) {
        var event = new ConnectionEvent(this, ConnectionEvent.CONNECTION_ERROR_OCCURRED, cause);
        tell(event, ConnectionEventListener::connectionErrorOccurred);
    }

    private void tell(ConnectionEvent event, BiConsumer<ConnectionEventListener, ConnectionEvent> what) {
        listeners.forEach(listener -> what.accept(listener, event));
    }

    /** The application has closed a handle; the pool takes the connection back. */
    void closed(ConnectionHandle handle) {
        synchronized (this) {
            if (!handles.remove(handle)) {
                return;
            }
        }
        var event = new ConnectionEvent(this, ConnectionEvent.CONNECTION_CLOSED);
        event.setConnectionHandle(handle);
        tell(event, ConnectionEventListener::connectionClosed);
    }

    @Override
    public synchronized Object getConnection(Subject subject, ConnectionRequestInfo request) {
        var handle = new ConnectionHandle(this);
        handles.add(handle);
        return handle;
    }

    @Override
    public synchronized void associateConnection(Object connection) throws ResourceException {
        if (!(connection instanceof ConnectionHandle handle)) {
            throw new NotSupportedException("not a handle of this adapter: " + connection);
        }
        handle.moveTo(this);
        handles.add(handle);
    }

    /** The handles stay with the application, and are given a connection again when they are used. */
    @Override
    public synchronized void dissociateConnections() {
        handles.forEach(ConnectionHandle::dissociate);
        handles.clear();
    }

    /** Takes a handle away that has moved to another connection. */
    synchronized void forget(ConnectionHandle handle) {
        handles.remove(handle);
    }

    @Override
    public synchronized void cleanup() {
        handles.forEach(ConnectionHandle::invalidate);
        handles.clear();
    }

    @Override
    public synchronized void destroy() {
        cleanup();
        physical.close();
    }

    @Override
    public void addConnectionEventListener(ConnectionEventListener listener) {
        listeners.add(listener);
    }

    @Override
    public void removeConnectionEventListener(ConnectionEventListener listener) {
        listeners.remove(listener);
    }

    @Override
    public XAResource getXAResource() throws ResourceException {
        throw new NotSupportedException("pushes take part in no XA transaction: they follow it, after its commit");
    }

    @Override
    public LocalTransaction getLocalTransaction() throws ResourceException {
        throw new NotSupportedException(
                "pushes take part in no local transaction: they follow JTA's, after its commit");
    }

    @Override
    public ManagedConnectionMetaData getMetaData() {
        return new ConnectionMetaData(settings.server());
    }

    @Override
    public void setLogWriter(PrintWriter out) {
        logWriter = out;
    }

    @Override
    public PrintWriter getLogWriter() {
        return logWriter;
    }
}
