package org.faktoryjca.ra;

import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.AuthenticationMechanism;
import jakarta.resource.spi.AuthenticationMechanism.CredentialInterface;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.ConfigProperty;
import jakarta.resource.spi.Connector;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterInternalException;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.util.Optional;
import javax.transaction.xa.XAResource;
import org.faktoryjca.client.settings.Setting;
import org.faktoryjca.ra.inbound.Activation;
import org.faktoryjca.ra.inbound.FaktoryActivationSpec;

/**
 * What the application server starts: its properties are defaults for connection factories and activations.
 *
 * <p>Starting it touches nothing: some servers start one more instance for each connection factory that an application
 * defines. What it holds while it runs is in {@link AdapterRuntime}.
 *
 * @see <a href="https://jakarta.ee/specifications/connectors/2.1/">Jakarta Connectors 2.1, "Lifecycle Management"</a>
 */
@Connector(
        displayName = "Faktory",
        description = "Pushes jobs to Faktory, and has message-driven beans run them",
        vendorName = "faktory-jca",
        eisType = "Faktory",
        version = "0.1",
        transactionSupport = TransactionSupportLevel.NoTransaction,
        authMechanisms =
                @AuthenticationMechanism(
                        authMechanism = "BasicPassword",
                        credentialInterface = CredentialInterface.PasswordCredential))
public final class FaktoryResourceAdapter extends ServerBean implements ResourceAdapter {
    private static final long serialVersionUID = 1L;

    private transient volatile AdapterRuntime runtime;
    private transient volatile boolean stopped;

    /** Shown by Faktory's pages beside hostname and pid. */
    @ConfigProperty(description = "Shown by Faktory's pages beside hostname and pid.")
    public void setLabels(String labels) {
        values().set(Setting.LABELS, labels);
    }

    /** What was set, or null. */
    public String getLabels() {
        return values().get(Setting.LABELS).orElse(null);
    }

    /** How long running jobs may go on when the worker stops: 25s unless set. */
    @ConfigProperty(description = "How long running jobs may go on when the worker stops: 25s unless set.")
    public void setShutdownTimeout(String shutdownTimeout) {
        values().set(Setting.SHUTDOWN_TIMEOUT, shutdownTimeout);
    }

    /** What was set, or null. */
    public String getShutdownTimeout() {
        return values().get(Setting.SHUTDOWN_TIMEOUT).orElse(null);
    }

    /** How long a job that no bean takes waits after the last deployment: 30s unless set. */
    @ConfigProperty(description = "How long a job that no bean takes waits after the last deployment: 30s unless set.")
    public void setStartupGrace(String startupGrace) {
        values().set(Setting.STARTUP_GRACE, startupGrace);
    }

    /** What was set, or null. */
    public String getStartupGrace() {
        return values().get(Setting.STARTUP_GRACE).orElse(null);
    }

    @Override
    public void start(BootstrapContext context) throws ResourceAdapterInternalException {
        runtime = new AdapterRuntime(context);
        stopped = false;
    }

    @Override
    public void stop() {
        stopped = true;
        running().ifPresent(AdapterRuntime::close);
        runtime = null;
    }

    /** What the adapter holds; empty before its start and after its stop. */
    public Optional<AdapterRuntime> running() {
        return Optional.ofNullable(runtime);
    }

    /**
     * Begins to serve a bean. After the adapter's stop it does nothing: when WildFly is resumed it activates the beans, too, whose
     * deployment was refused and whose adapter is gone, and resumes nobody else if that fails. It does not even log a line, because
     * no class can be loaded from an archive that is gone. For the same reason a bean that was refused before, while the adapter runs, is
     * refused by a line of the log, and not by an exception.
     */
    @Override
    public void endpointActivation(MessageEndpointFactory endpoints, ActivationSpec spec) throws ResourceException {
        if (stopped) {
            return;
        }
        if (!(spec instanceof FaktoryActivationSpec own)) {
            throw new NotSupportedException(
                    "the activation is not for this adapter: " + spec.getClass().getName());
        }
        var current =
                running().orElseThrow(() -> new ResourceAdapterInternalException("the adapter has not been started"));
        try {
            Activation.begin(endpoints, own.values().over(values()), current);
        } catch (ResourceException e) {
            if (current.refusals().isFirst(endpoints)) {
                throw e;
            }
            RaLog.refusedAgain(e);
        }
    }

    @Override
    public void endpointDeactivation(MessageEndpointFactory endpoints, ActivationSpec spec) {
        running().ifPresent(current -> current.deactivate(endpoints));
    }

    /** None: neither jobs nor pushes take part in distributed transactions. */
    @Override
    public XAResource[] getXAResources(ActivationSpec[] specs) {
        return new XAResource[0];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FaktoryResourceAdapter adapter && values().equals(adapter.values());
    }

    @Override
    public int hashCode() {
        return values().hashCode();
    }

    @Override
    public String toString() {
        return "FaktoryResourceAdapter" + values();
    }
}
