package org.faktoryjca.ra.outbound;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConfigProperty;
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
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.Subject;
import org.faktoryjca.FaktoryConnection;
import org.faktoryjca.FaktoryConnectionFactory;
import org.faktoryjca.InvalidSettingsException;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.client.settings.Setting;
import org.faktoryjca.client.settings.SettingValues;
import org.faktoryjca.ra.AdapterRuntime;
import org.faktoryjca.ra.FaktoryResourceAdapter;
import org.faktoryjca.ra.ServerBean;

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
public final class FaktoryManagedConnectionFactory extends ServerBean
        implements ManagedConnectionFactory,
                ResourceAdapterAssociation,
                TransactionSupport,
                ValidatingManagedConnectionFactory {
    private static final long serialVersionUID = 1L;

    private ResourceAdapter adapter;
    private transient volatile FactorySettings settings;
    private transient volatile PrintWriter logWriter;

    /** For the server. */
    public FaktoryManagedConnectionFactory() {}

    /** When pushes inside a JTA transaction are sent: afterCommit unless set, or none. */
    @ConfigProperty(description = "When pushes inside a JTA transaction are sent: afterCommit unless set, or none.")
    public void setTransaction(String transaction) {
        values().set(Setting.TRANSACTION, transaction);
    }

    /** What was set, or null. */
    public String getTransaction() {
        return values().get(Setting.TRANSACTION).orElse(null);
    }

    /** How long a committing thread waits for its pushes: 5s unless set. */
    @ConfigProperty(description = "How long a committing thread waits for its pushes: 5s unless set.")
    public void setSendTimeout(String sendTimeout) {
        values().set(Setting.SEND_TIMEOUT, sendTimeout);
    }

    /** What was set, or null. */
    public String getSendTimeout() {
        return values().get(Setting.SEND_TIMEOUT).orElse(null);
    }

    /** Jobs that may wait to be sent: 100000 unless set. */
    @ConfigProperty(description = "Jobs that may wait to be sent: 100000 unless set.")
    public void setBacklogJobs(String backlogJobs) {
        values().set(Setting.BACKLOG_JOBS, backlogJobs);
    }

    /** What was set, or null. */
    public String getBacklogJobs() {
        return values().get(Setting.BACKLOG_JOBS).orElse(null);
    }

    /** Bytes that may wait to be sent: 64m unless set. */
    @ConfigProperty(description = "Bytes that may wait to be sent: 64m unless set.")
    public void setBacklogBytes(String backlogBytes) {
        values().set(Setting.BACKLOG_BYTES, backlogBytes);
    }

    /** What was set, or null. */
    public String getBacklogBytes() {
        return values().get(Setting.BACKLOG_BYTES).orElse(null);
    }

    /** Where jobs go that could not be sent by the end, one JSON a line. */
    @ConfigProperty(description = "Where jobs go that could not be sent by the end, one JSON a line.")
    public void setSpillFile(String spillFile) {
        values().set(Setting.SPILL_FILE, spillFile);
    }

    /** What was set, or null. */
    public String getSpillFile() {
        return values().get(Setting.SPILL_FILE).orElse(null);
    }

    /** Jobs in one PUSHB: 1000 unless set. */
    @ConfigProperty(description = "Jobs in one PUSHB: 1000 unless set.")
    public void setChunkSize(String chunkSize) {
        values().set(Setting.CHUNK_SIZE, chunkSize);
    }

    /** What was set, or null. */
    public String getChunkSize() {
        return values().get(Setting.CHUNK_SIZE).orElse(null);
    }

    /** Queue of jobs that do not say: default unless set. */
    @ConfigProperty(description = "Queue of jobs that do not say: default unless set.")
    public void setDefaultQueue(String defaultQueue) {
        values().set(Setting.DEFAULT_QUEUE, defaultQueue);
    }

    /** What was set, or null. */
    public String getDefaultQueue() {
        return values().get(Setting.DEFAULT_QUEUE).orElse(null);
    }

    /** Retries of jobs that do not say: 25 unless set. */
    @ConfigProperty(description = "Retries of jobs that do not say: 25 unless set.")
    public void setDefaultRetry(String defaultRetry) {
        values().set(Setting.DEFAULT_RETRY, defaultRetry);
    }

    /** What was set, or null. */
    public String getDefaultRetry() {
        return values().get(Setting.DEFAULT_RETRY).orElse(null);
    }

    /** Reservation of jobs that do not say: 30m unless set. */
    @ConfigProperty(description = "Reservation of jobs that do not say: 30m unless set.")
    public void setDefaultReserveFor(String defaultReserveFor) {
        values().set(Setting.DEFAULT_RESERVE_FOR, defaultReserveFor);
    }

    /** What was set, or null. */
    public String getDefaultReserveFor() {
        return values().get(Setting.DEFAULT_RESERVE_FOR).orElse(null);
    }

    /** With transaction=outbox. Not yet supported. */
    @ConfigProperty(description = "With transaction=outbox. Not yet supported.")
    public void setOutboxDataSource(String outboxDataSource) {
        values().set(Setting.OUTBOX_DATA_SOURCE, outboxDataSource);
    }

    /** What was set, or null. */
    public String getOutboxDataSource() {
        return values().get(Setting.OUTBOX_DATA_SOURCE).orElse(null);
    }

    /** With transaction=outbox. Not yet supported. */
    @ConfigProperty(description = "With transaction=outbox. Not yet supported.")
    public void setOutboxTable(String outboxTable) {
        values().set(Setting.OUTBOX_TABLE, outboxTable);
    }

    /** What was set, or null. */
    public String getOutboxTable() {
        return values().get(Setting.OUTBOX_TABLE).orElse(null);
    }

    /** With transaction=outbox. Not yet supported. */
    @ConfigProperty(description = "With transaction=outbox. Not yet supported.")
    public void setOutboxCreateTable(String outboxCreateTable) {
        values().set(Setting.OUTBOX_CREATE_TABLE, outboxCreateTable);
    }

    /** What was set, or null. */
    public String getOutboxCreateTable() {
        return values().get(Setting.OUTBOX_CREATE_TABLE).orElse(null);
    }
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

    /** What the adapter holds; empty outside an application server. */
    Optional<AdapterRuntime> runtime() {
        return adapter instanceof FaktoryResourceAdapter own ? own.running() : Optional.empty();
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
        return new ManagedFaktoryConnection(this, settings().with(server(subject, request)));
    }

    private ServerSettings server(Subject subject, ConnectionRequestInfo request) throws InvalidPropertyException {
        var own = settings().server();
        return Credentials.effective(subject, request, this)
                .map(own::withPassword)
                .orElse(own);
    }

    /** Any with the same settings and credentials: connections have no other state. */
    @Override
    @SuppressWarnings({"rawtypes", "unchecked"}) // as the interface declares it
    public ManagedConnection matchManagedConnections(Set candidates, Subject subject, ConnectionRequestInfo request)
            throws ResourceException {
        var server = server(subject, request);
        for (var candidate : (Set<Object>) candidates) {
            if (candidate instanceof ManagedFaktoryConnection connection && connection.serves(server)) {
                return connection;
            }
        }
        return null;
    }

    /** Those whose server has hung up. Asks the socket, and not the server. */
    @Override
    @SuppressWarnings({"rawtypes", "unchecked"}) // as the interface declares it
    public Set getInvalidConnections(Set connections) {
        var invalid = new LinkedHashSet<Object>();
        for (var candidate : (Set<Object>) connections) {
            if (candidate instanceof ManagedFaktoryConnection connection && connection.isStale()) {
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
