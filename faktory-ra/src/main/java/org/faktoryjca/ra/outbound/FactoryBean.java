package org.faktoryjca.ra.outbound;

import jakarta.resource.spi.ConfigProperty;
import org.faktoryjca.client.settings.Setting;
import org.faktoryjca.ra.ServerBean;

/**
 * The properties of a connection factory, as the JavaBeans that the specification asks for, and nothing else: texts, until
 * {@link FactorySettings} makes values of them.
 *
 * @see <a href="https://jakarta.ee/specifications/connectors/2.1/">Jakarta Connectors 2.1, "Configuration"</a>
 */
public abstract class FactoryBean extends ServerBean {
    private static final long serialVersionUID = 1L;

    /** For the managed connection factory. */
    protected FactoryBean() {}

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

    /** Where jobs go that were refused after their commit, or not sent by the end. */
    @ConfigProperty(description = "Where jobs go that were refused after their commit, or not sent by the end.")
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
}
