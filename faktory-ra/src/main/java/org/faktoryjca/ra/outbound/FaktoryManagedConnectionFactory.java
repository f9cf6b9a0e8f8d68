package org.faktoryjca.ra.outbound;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionDefinition;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterAssociation;
import jakarta.resource.spi.ResourceAdapterInternalException;
import jakarta.resource.spi.TransactionSupport;
import jakarta.resource.spi.ValidatingManagedConnectionFactory;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.Subject;
import org.faktoryjca.ClosedException;
import org.faktoryjca.FaktoryConnection;
import org.faktoryjca.FaktoryConnectionFactory;
import org.faktoryjca.InvalidSettingsException;
import org.faktoryjca.client.settings.SettingValues;
import org.faktoryjca.ra.AdapterRuntime;
import org.faktoryjca.ra.FaktoryResourceAdapter;

/**
 * What the server's pool makes connections with: one for each connection factory that is defined. Settings are read at first
 * use, because servers set the properties before or after the adapter.
 *
 * <p>It declares at run time, too, that it takes part in no transaction: pushes follow the transaction by way of its
 * synchronizations, which works beside the server's default DataSource.
 *
 * @see <a href="https://jakarta.ee/specifications/connectors/2.1/">Jakarta Connectors 2.1, "Connection Management"</a>
 */
@ConnectionDefinition(
        connectionFactory = FaktoryConnectionFactory.class,
        connectionFactoryImpl = PooledConnectionFactory.class,
        connection = FaktoryConnection.class,
        connectionImpl = ConnectionHandle.class)
public final class FaktoryManagedConnectionFactory extends FactoryBean
        implements ManagedConnectionFactory,
                ResourceAdapterAssociation,
                TransactionSupport,
                ValidatingManagedConnectionFactory {
    private static final long serialVersionUID = 1L;

    private static final Duration VALIDATION = Duration.ofSeconds(1);

    private ResourceAdapter adapter;
    private transient volatile FactorySettings settings;
    private transient volatile PrintWriter logWriter;

    /** For the server. */
    public FaktoryManagedConnectionFactory() {}

    /** The settings, the adapter's where this factory has none, read once. */
    FactorySettings settings() throws InvalidPropertyException {
        var read = settings;
        if (read == null) {
            try {
                read = FactorySettings.of(values().over(defaults()));
            } catch (InvalidSettingsException e) {
                throw new InvalidPropertyException(e.getMessage(), e);
            }
            settings = read;
        }
        return read;
    }

    private SettingValues defaults() {
        return adapter instanceof FaktoryResourceAdapter own ? own.values() : new SettingValues();
    }

    /**
     * What the adapter holds; empty outside an application server.
     *
     * @throws ClosedException if there is an adapter that does not run: it alone knows of transactions
     */
    Optional<AdapterRuntime> runtime() {
        return adapter instanceof FaktoryResourceAdapter own
                ? Optional.of(
                        own.running()
                                .orElseThrow(
                                        () -> new ClosedException(
                                                "the job was not pushed, because the resource adapter has stopped, or was not started")))
                : Optional.empty();
    }

    @Override
    public FaktoryConnectionFactory createConnectionFactory(ConnectionManager manager) {
        return new PooledConnectionFactory(this, manager);
    }

    /** Outside an application server: without a pool and without transactions. */
    @Override
    public FaktoryConnectionFactory createConnectionFactory() {
        return createConnectionFactory(new UnmanagedConnections());
    }

    @Override
    public ManagedConnection createManagedConnection(Subject subject, ConnectionRequestInfo request)
            throws ResourceException {
        var connection = new ManagedFaktoryConnection(this, settings(subject, request), System::nanoTime);
        connection.setLogWriter(logWriter);
        return connection;
    }

    private FactorySettings settings(Subject subject, ConnectionRequestInfo request) throws InvalidPropertyException {
        var own = settings();
        return Credentials.effective(subject, request, this)
                .map(password -> own.with(own.server().withPassword(password)))
                .orElse(own);
    }

    /** Any with the same settings and credentials: connections have no other state. */
    @Override
    @SuppressWarnings({"rawtypes", "unchecked"}) // as the interface declares it
    public ManagedConnection matchManagedConnections(Set candidates, Subject subject, ConnectionRequestInfo request)
            throws ResourceException {
        var wanted = settings(subject, request);
        for (var candidate : (Set<Object>) candidates) {
            if (candidate instanceof ManagedFaktoryConnection connection && connection.serves(wanted)) {
                return connection;
            }
        }
        return null;
    }

    /**
     * Those that the server has hung up on, or on which it is silent. The pool may be locked meanwhile: the server has 1 s to answer for
     * all of them together, and who was not asked by then is asked the next time.
     */
    @Override
    @SuppressWarnings({"rawtypes", "unchecked"}) // as the interface declares it
    public Set getInvalidConnections(Set connections) {
        var invalid = new LinkedHashSet<Object>();
        var begun = System.nanoTime();
        for (var candidate : (Set<Object>) connections) {
            var left = VALIDATION.minusNanos(System.nanoTime() - begun);
            if (candidate instanceof ManagedFaktoryConnection connection
                    && connection.isInvalid(left.isNegative() ? Duration.ZERO : left)) {
                invalid.add(connection);
            }
        }
        return invalid;
    }

    @Override
    public TransactionSupportLevel getTransactionSupport() {
        return TransactionSupportLevel.NoTransaction;
    }

    @Override
    public ResourceAdapter getResourceAdapter() {
        return adapter;
    }

    @Override
    public void setResourceAdapter(ResourceAdapter adapter) throws ResourceException {
        if (!(adapter instanceof FaktoryResourceAdapter)) {
            throw new ResourceAdapterInternalException("not the adapter of this connection factory: " + adapter);
        }
        this.adapter = adapter;
    }

    @Override
    public void setLogWriter(PrintWriter out) {
        logWriter = out;
    }

    @Override
    public PrintWriter getLogWriter() {
        return logWriter;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FaktoryManagedConnectionFactory factory && values().equals(factory.values());
    }

    @Override
    public int hashCode() {
        return values().hashCode();
    }

    @Override
    public String toString() {
        return "FaktoryManagedConnectionFactory" + values();
    }
}
