package org.faktoryjca.ra.outbound;

import jakarta.resource.Referenceable;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import java.util.Objects;
import java.util.Optional;
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

    private final FaktoryManagedConnectionFactory factory;
    private final ConnectionManager manager;
    private transient volatile Reference reference;

    PooledConnectionFactory(FaktoryManagedConnectionFactory factory, ConnectionManager manager) {
        this.factory = factory;
        this.manager = manager;
    }

    @Override
    public FaktoryConnection getConnection() {
        return allocate(Credentials.NONE);
    }

    @Override
    public FaktoryConnection getConnection(String password) {
        Objects.requireNonNull(password, "password");
        return allocate(new Credentials(Optional.of(Secret.of(password))));
    }

    private FaktoryConnection allocate(Credentials credentials) {
        try {
            return (FaktoryConnection) manager.allocateConnection(factory, credentials);
        } catch (ResourceException e) {
            throw ownCause(e)
                    .orElseGet(() -> new CannotConnectException(
                            ErrorCode.NO_CONNECTION,
                            "the application server gives no connection to Faktory: " + e.getMessage(),
                            e));
        }
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

    @Override
    public void setReference(Reference reference) {
        this.reference = reference;
    }

    @Override
    public Reference getReference() throws NamingException {
        return reference;
    }
}
