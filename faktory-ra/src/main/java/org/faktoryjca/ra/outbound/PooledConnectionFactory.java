package org.faktoryjca.ra.outbound;

import jakarta.resource.Referenceable;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.LazyAssociatableConnectionManager;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamException;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.naming.NamingException;
import javax.naming.Reference;
import org.faktoryjca.CannotConnectException;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.FaktoryConnection;
import org.faktoryjca.FaktoryConnectionFactory;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.client.settings.Secret;

/** What applications have injected: it asks the server's pool for a connection. Thread-safe. */
public final class PooledConnectionFactory implements FaktoryConnectionFactory, Referenceable {
    private static final long serialVersionUID = 1L;

    private final transient FaktoryManagedConnectionFactory factory;
    private final transient ConnectionManager manager;
    private final transient String name = UUID.randomUUID().toString();
    private transient volatile Reference reference;

    PooledConnectionFactory(FaktoryManagedConnectionFactory factory, ConnectionManager manager) {
        this.factory = factory;
        this.manager = manager;
    }

    /** No other one in this JVM has it. */
    String name() {
        return name;
    }

    /** What is written instead: a server's connection manager cannot be, or would be another one when it is read. */
    private Object writeReplace() throws ObjectStreamException {
        return WrittenFactory.of(this);
    }

    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("a connection factory is written as something else");
    }

    @Override
    public FaktoryConnection getConnection() {
        return open(Credentials.NONE);
    }

    @Override
    public FaktoryConnection getConnection(String password) {
        Objects.requireNonNull(password, "password");
        return open(new Credentials(Optional.of(Secret.of(password))));
    }

    private FaktoryConnection open(Credentials credentials) {
        var handle = allocate(credentials);
        handle.comesFrom(new Reassociation(credentials));
        return handle;
    }

    private ConnectionHandle allocate(Credentials credentials) {
        try {
            return (ConnectionHandle) manager.allocateConnection(factory, credentials);
        } catch (ResourceException e) {
            throw notGiven(e);
        }
    }

    private static FaktoryException notGiven(ResourceException thrown) {
        return ownCause(thrown)
                .orElseGet(() -> new CannotConnectException(
                        ErrorCode.NO_CONNECTION,
                        "the application server gives no connection to Faktory: " + thrown.getMessage(),
                        thrown));
    }

    /** What the adapter threw, which servers wrap in exceptions of their own. */
    private static Optional<FaktoryException> ownCause(Throwable thrown) {
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof FaktoryException own) {
                return Optional.of(own);
            }
        }
        return Optional.empty();
    }

    /** By the server's lazy association where it has that, else by another handle. */
    private final class Reassociation implements ConnectionHandle.Origin {
        private final Credentials credentials;

        Reassociation(Credentials credentials) {
            this.credentials = credentials;
        }

        @Override
        public void reassociate(ConnectionHandle handle) {
            if (!(manager instanceof LazyAssociatableConnectionManager lazy)) {
                handle.borrow(allocate(credentials));
                return;
            }
            try {
                lazy.associateConnection(handle, factory, credentials);
            } catch (ResourceException e) {
                throw notGiven(e);
            }
        }

        @Override
        public void closedWithoutConnection(ConnectionHandle handle) {
            if (manager instanceof LazyAssociatableConnectionManager lazy) {
                lazy.inactiveConnectionClosed(handle, factory);
            }
        }
    }

    /** For the server, which binds this instead of the factory itself. */
    @Override
    public void setReference(Reference reference) {
        this.reference = reference;
    }

    boolean hasReference() {
        return reference != null || manager instanceof UnmanagedConnections;
    }

    /** The server's; without a server one of the adapter's own, which holds the settings, passwords among them. */
    @Override
    public Reference getReference() throws NamingException {
        var own = reference;
        if (own != null) {
            return own;
        }
        if (manager instanceof UnmanagedConnections) {
            return FactoryReference.to(factory);
        }
        throw new NamingException("the application server has given this connection factory no name to be found by");
    }
}
