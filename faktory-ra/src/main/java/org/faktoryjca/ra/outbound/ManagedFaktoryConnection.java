package org.faktoryjca.ra.outbound;

import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.DissociatableManagedConnection;
import jakarta.resource.spi.IllegalStateException;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionMetaData;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import javax.security.auth.Subject;
import javax.transaction.xa.XAResource;
import org.faktoryjca.ClosedException;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.client.Connection;
import org.faktoryjca.client.Conversation;
import org.faktoryjca.client.LazyConnection;

/**
 * What the server's pool keeps: one physical connection, opened at first use, because some servers make eight of these at the
 * first look-up. Any number of handles may share it. Thread-safe: pools validate and destroy it from threads of their own.
 * Listeners are called without a lock, because pools hold theirs while they call this.
 *
 * @see <a href="https://jakarta.ee/specifications/connectors/2.1/">Jakarta Connectors 2.1, "Connection Management"</a>
 */
final class ManagedFaktoryConnection implements ManagedConnection, DissociatableManagedConnection, Conversation {
    private final FaktoryManagedConnectionFactory factory;
    private final FactorySettings settings;
    private final List<ConnectionEventListener> listeners = new CopyOnWriteArrayList<>();
    private final List<ConnectionHandle> handles = new CopyOnWriteArrayList<>();
    private final Vitality vitality;

    /** Guards the physical connection and what is known of it: one conversation at a time. */
    private final ReentrantLock talking = new ReentrantLock();

    private final LazyConnection physical;
    private volatile boolean destroyed;
    private volatile PrintWriter logWriter;

    ManagedFaktoryConnection(FaktoryManagedConnectionFactory factory, FactorySettings settings, LongSupplier nanoTime) {
        this.factory = factory;
        this.settings = settings;
        this.physical = new LazyConnection(settings.server());
        this.vitality = new Vitality(physical, nanoTime);
    }

    FaktoryManagedConnectionFactory factory() {
        return factory;
    }

    FactorySettings settings() {
        return settings;
    }

    boolean serves(FactorySettings wanted) {
        return settings.equals(wanted);
    }

    /** Whether it is of no use any more, asked for so long. One that is in use just now shows by itself what it is worth. */
    boolean isInvalid(Duration patience) {
        if (!talking.tryLock()) {
            return false;
        }
        try {
            return vitality.isGone(patience);
        } finally {
            talking.unlock();
        }
    }

    /** Talks to the server. What ends the connection for good is told to the pool before it is thrown. */
    @Override
    public <R> R talk(Function<Connection, R> said) {
        FaktoryException failure;
        boolean fatal;
        talking.lock();
        try {
            if (destroyed) {
                throw new ClosedException(
                        "this connection to " + settings.server().display() + " was destroyed");
            }
            var answer = physical.talk(said);
            vitality.seen();
            return answer;
        } catch (FaktoryException e) {
            failure = e;
            fatal = !destroyed && !physical.isConnected();
        } finally {
            talking.unlock();
        }
        if (fatal) {
            broken(failure);
        }
        throw failure;
    }

    private void broken(FaktoryException cause) {
        note("has ended: " + cause.getMessage());
        var event = new ConnectionEvent(this, ConnectionEvent.CONNECTION_ERROR_OCCURRED, cause);
        tell(event, ConnectionEventListener::connectionErrorOccurred);
    }

    private void tell(ConnectionEvent event, BiConsumer<ConnectionEventListener, ConnectionEvent> what) {
        listeners.forEach(listener -> what.accept(listener, event));
    }

    /** The application has closed a handle; the pool takes the connection back. */
    void closed(ConnectionHandle handle) {
        if (handles.remove(handle)) {
            var event = new ConnectionEvent(this, ConnectionEvent.CONNECTION_CLOSED);
            event.setConnectionHandle(handle);
            tell(event, ConnectionEventListener::connectionClosed);
        }
    }

    @Override
    public Object getConnection(Subject subject, ConnectionRequestInfo request) throws ResourceException {
        checkUsable();
        var handle = new ConnectionHandle(this);
        handles.add(handle);
        return handle;
    }

    @Override
    public void associateConnection(Object connection) throws ResourceException {
        checkUsable();
        if (!(connection instanceof ConnectionHandle handle)) {
            throw new NotSupportedException("not a handle of this adapter: " + connection);
        }
        handles.add(handle);
        handle.moveTo(this);
    }

    private void checkUsable() throws IllegalStateException {
        if (destroyed) {
            throw new IllegalStateException(
                    "this connection to " + settings.server().display() + " was destroyed");
        }
    }

    /** The handles stay with the application, and are given a connection again when they are used. */
    @Override
    public void dissociateConnections() {
        handles.forEach(ConnectionHandle::dissociate);
        handles.clear();
    }

    /** Takes a handle away that has moved to another connection. */
    void forget(ConnectionHandle handle) {
        handles.remove(handle);
    }

    @Override
    public void cleanup() {
        handles.forEach(ConnectionHandle::invalidate);
        handles.clear();
    }

    @Override
    public void destroy() {
        destroyed = true;
        cleanup();
        if (!talking.tryLock()) {
            // The pool does not wait for whoever talks; who does, hears of it.
            physical.abort();
            talking.lock();
        }
        try {
            if (physical.isConnected()) {
                note("is closed");
            }
            physical.close();
        } finally {
            talking.unlock();
        }
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

    /** Where the server wants to read of errors and of the end; null for nowhere, as the specification has it. */
    @Override
    public void setLogWriter(PrintWriter out) {
        logWriter = out;
    }

    @Override
    public PrintWriter getLogWriter() {
        return logWriter;
    }

    private void note(String what) {
        var out = logWriter;
        if (out != null) {
            out.println("the connection to " + settings.server().display() + " " + what);
            out.flush();
        }
    }
}
