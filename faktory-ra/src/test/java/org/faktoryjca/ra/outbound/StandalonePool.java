package org.faktoryjca.ra.outbound;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.LazyAssociatableConnectionManager;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.ValidatingManagedConnectionFactory;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.security.auth.Subject;

/** The smallest pool that keeps the contract: matches, cleans up, destroys what has broken, and validates when asked. */
class StandalonePool implements ConnectionManager {
    private static final long serialVersionUID = 1L;

    /** Who signs on; null where the container does not. */
    transient Subject subject;

    private final transient Set<ManagedConnection> idle = new LinkedHashSet<>();
    private final transient Set<ManagedConnection> taken = new LinkedHashSet<>();
    final transient List<Exception> errors = new ArrayList<>();
    final transient List<Object> closedInactive = new ArrayList<>();

    @Override
    public Object allocateConnection(ManagedConnectionFactory factory, ConnectionRequestInfo request)
            throws ResourceException {
        return take(factory, request).getConnection(subject, request);
    }

    synchronized ManagedConnection take(ManagedConnectionFactory factory, ConnectionRequestInfo request)
            throws ResourceException {
        var connection = factory.matchManagedConnections(idle, subject, request);
        if (connection == null) {
            connection = factory.createManagedConnection(subject, request);
            connection.addConnectionEventListener(new Listener());
        }
        idle.remove(connection);
        taken.add(connection);
        return connection;
    }

    private synchronized void back(ManagedConnection connection) throws ResourceException {
        connection.cleanup();
        if (taken.remove(connection)) {
            idle.add(connection);
        }
    }

    private synchronized void gone(ManagedConnection connection) throws ResourceException {
        taken.remove(connection);
        idle.remove(connection);
        connection.destroy();
    }

    /** Takes the connections away from their handles, as some servers do between an application's calls. */
    synchronized void takeAway() throws ResourceException {
        for (var connection : List.copyOf(taken)) {
            ((ManagedFaktoryConnection) connection).dissociateConnections();
            back(connection);
        }
    }

    synchronized int validate(ManagedConnectionFactory factory) throws ResourceException {
        var invalid = ((ValidatingManagedConnectionFactory) factory).getInvalidConnections(Set.copyOf(idle));
        for (var connection : invalid) {
            gone((ManagedConnection) connection);
        }
        return invalid.size();
    }

    synchronized int idle() {
        return idle.size();
    }

    synchronized int taken() {
        return taken.size();
    }

    synchronized void close() throws ResourceException {
        for (var connection : List.copyOf(idle)) {
            gone(connection);
        }
    }

    /** With lazy association, as the specification offers it. */
    static final class Lazy extends StandalonePool implements LazyAssociatableConnectionManager {
        private static final long serialVersionUID = 1L;

        @Override
        public void associateConnection(Object handle, ManagedConnectionFactory factory, ConnectionRequestInfo request)
                throws ResourceException {
            take(factory, request).associateConnection(handle);
        }

        @Override
        public void inactiveConnectionClosed(Object handle, ManagedConnectionFactory factory) {
            closedInactive.add(handle);
        }
    }

    private final class Listener implements ConnectionEventListener {
        @Override
        public void connectionClosed(ConnectionEvent event) {
            perform(() -> back((ManagedConnection) event.getSource()));
        }

        @Override
        public void connectionErrorOccurred(ConnectionEvent event) {
            synchronized (StandalonePool.this) {
                errors.add(event.getException());
            }
            perform(() -> gone((ManagedConnection) event.getSource()));
        }

        @Override
        public void localTransactionStarted(ConnectionEvent event) {
            throw new AssertionError("there are no local transactions");
        }

        @Override
        public void localTransactionCommitted(ConnectionEvent event) {
            throw new AssertionError("there are no local transactions");
        }

        @Override
        public void localTransactionRolledback(ConnectionEvent event) {
            throw new AssertionError("there are no local transactions");
        }

        private void perform(Step step) {
            try {
                step.run();
            } catch (ResourceException e) {
                throw new AssertionError(e);
            }
        }
    }

    private interface Step {
        void run() throws ResourceException;
    }
}
