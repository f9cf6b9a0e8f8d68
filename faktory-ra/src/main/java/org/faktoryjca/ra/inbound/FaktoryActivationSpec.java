package org.faktoryjca.ra.inbound;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.Activation;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.ConfigProperty;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterInternalException;
import org.faktoryjca.JobListener;
import org.faktoryjca.JobMethods;
import org.faktoryjca.client.settings.Setting;
import org.faktoryjca.ra.FaktoryResourceAdapter;
import org.faktoryjca.ra.ServerBean;

/**
 * What a message-driven bean says in its {@code activationConfig}.
 *
 * @see <a href="https://jakarta.ee/specifications/connectors/2.1/">Jakarta Connectors 2.1, "Message Inflow"</a>
 */
@Activation(messageListeners = {JobListener.class, JobMethods.class})
public final class FaktoryActivationSpec extends ServerBean implements ActivationSpec {
    private static final long serialVersionUID = 1L;

    private ResourceAdapter adapter;

    /** For the server. */
    public FaktoryActivationSpec() {}

    /** Queues in strict order, or by weight: default unless set. */
    @ConfigProperty(description = "Queues in strict order, or by weight: default unless set.")
    public void setQueues(String queues) {
        values().set(Setting.QUEUES, queues);
    }

    /** What was set, or null. */
    public String getQueues() {
        return values().get(Setting.QUEUES).orElse(null);
    }

    /** Job types to run: the bean's own unless set, else all. */
    @ConfigProperty(description = "Job types to run: the bean's own unless set, else all.")
    public void setJobTypes(String jobTypes) {
        values().set(Setting.JOB_TYPES, jobTypes);
    }

    /** What was set, or null. */
    public String getJobTypes() {
        return values().get(Setting.JOB_TYPES).orElse(null);
    }

    /** Jobs at the same time in this bean: 8 unless set. */
    @ConfigProperty(description = "Jobs at the same time in this bean: 8 unless set.")
    public void setConcurrency(String concurrency) {
        values().set(Setting.CONCURRENCY, concurrency);
    }

    /** What was set, or null. */
    public String getConcurrency() {
        return values().get(Setting.CONCURRENCY).orElse(null);
    }

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

    /** Whether to interrupt what runs beyond shutdownTimeout: false unless set, since interrupts close embedded databases. */
    @ConfigProperty(
            description =
                    "Whether to interrupt what runs beyond shutdownTimeout: false unless set, since interrupts close embedded databases.")
    public void setInterruptOnShutdown(String interruptOnShutdown) {
        values().set(Setting.INTERRUPT_ON_SHUTDOWN, interruptOnShutdown);
    }

    /** What was set, or null. */
    public String getInterruptOnShutdown() {
        return values().get(Setting.INTERRUPT_ON_SHUTDOWN).orElse(null);
    }

    /** Whether a checked exception rolls back too: true unless set. */
    @ConfigProperty(description = "Whether a checked exception rolls back too: true unless set.")
    public void setRollbackOnCheckedException(String rollbackOnCheckedException) {
        values().set(Setting.ROLLBACK_ON_CHECKED_EXCEPTION, rollbackOnCheckedException);
    }

    /** What was set, or null. */
    public String getRollbackOnCheckedException() {
        return values().get(Setting.ROLLBACK_ON_CHECKED_EXCEPTION).orElse(null);
    }

    /**
     * Nothing, which the specification leaves to the adapter. Not every server calls it, and on those that do, what it threw
     * would hide the mistakes in the bean's class: the adapter looks at both when the endpoint is activated.
     */
    @Override
    public void validate() {}

    @Override
    public ResourceAdapter getResourceAdapter() {
        return adapter;
    }

    @Override
    public void setResourceAdapter(ResourceAdapter adapter) throws ResourceException {
        if (!(adapter instanceof FaktoryResourceAdapter)) {
            throw new ResourceAdapterInternalException("not the adapter of this activation: " + adapter);
        }
        this.adapter = adapter;
    }

    @Override
    public String toString() {
        return "FaktoryActivationSpec" + values();
    }
}
