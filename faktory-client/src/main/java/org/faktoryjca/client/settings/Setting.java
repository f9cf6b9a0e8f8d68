package org.faktoryjca.client.settings;

import static org.faktoryjca.client.settings.Setting.Place.ACTIVATION;
import static org.faktoryjca.client.settings.Setting.Place.FACTORY;
import static org.faktoryjca.client.settings.Setting.Place.SERVER;

import java.util.Set;

/**
 * Every setting, once: its name, where it may stand, its kind, its default as text, and what it means.
 *
 * <p>JavaBeans have a property for each, builders a method, and the documentation a row. The names are public and do not
 * change.
 */
public enum Setting {
    /** The work server's address. */
    URL(
            "url",
            Kind.CONFIDENTIAL,
            "",
            SERVER,
            "tcp://[:password@]host[:port] or tcp+tls://…; default: the variable that FAKTORY_PROVIDER names, FAKTORY_URL, tcp://localhost:7419"),
    /** The work server's password. */
    PASSWORD("password", Kind.CONFIDENTIAL, "", SERVER, "goes before the one in the url"),
    /** Limit of connecting. */
    CONNECT_TIMEOUT("connectTimeout", Kind.DURATION, "3s", SERVER, "TCP connect and handshake, each"),
    /** Limit of silence. */
    READ_TIMEOUT("readTimeout", Kind.DURATION, "10s", SERVER, "longest silence while a reply is due"),
    /** Whom to trust. */
    TRUST_STORE(
            "trustStore",
            Kind.TEXT,
            "",
            SERVER,
            "certificates to trust: PKCS12, JKS or PEM, told by content; default: the JDK's"),
    /** Opens the trust store. */
    TRUST_STORE_PASSWORD("trustStorePassword", Kind.CONFIDENTIAL, "", SERVER, "opens trustStore"),
    /** The client's certificate. */
    KEY_STORE("keyStore", Kind.TEXT, "", SERVER, "the client's certificate: PKCS12, JKS or PEM, told by content"),
    /** Opens the key store. */
    KEY_STORE_PASSWORD("keyStorePassword", Kind.CONFIDENTIAL, "", SERVER, "opens keyStore"),
    /** Whether the host's name is checked. */
    VERIFY_HOSTNAME("verifyHostname", Kind.FLAG, "true", SERVER, "whether the server's certificate must name its host"),
    /** Whether the wire is logged. */
    WIRE_LOG("wireLog", Kind.FLAG, "false", SERVER, "each line sent and received, to logger org.faktoryjca.wire"),

    /** When pushes in a transaction are sent. */
    TRANSACTION(
            "transaction",
            Kind.TEXT,
            "afterCommit",
            FACTORY,
            "when pushes inside a JTA transaction are sent: afterCommit, or none: at once"),
    /** Limit of a commit's wait. */
    SEND_TIMEOUT(
            "sendTimeout",
            Kind.DURATION,
            "5s",
            FACTORY,
            "how long a committing thread waits for its pushes, all together, before they go on in the background"),
    /** Bound of the backlog. */
    BACKLOG_JOBS(
            "backlogJobs",
            Kind.NUMBER,
            "100000",
            FACTORY,
            "jobs that may wait or be about to commit; beyond it a transaction rolls back, unless it is the only one"),
    /** Bound of the backlog. */
    BACKLOG_BYTES("backlogBytes", Kind.SIZE, "64m", FACTORY, "bytes of JSON that may, likewise; 500k, 64m, 1g"),
    /** Where unsent jobs go. */
    SPILL_FILE(
            "spillFile",
            Kind.TEXT,
            "",
            FACTORY,
            "where jobs go that were refused after their commit, or could not be sent by the end, one JSON a line"),
    /** Jobs in one command. */
    CHUNK_SIZE("chunkSize", Kind.NUMBER, "1000", FACTORY, "jobs in one PUSHB"),
    /** Queue of jobs that do not say. */
    DEFAULT_QUEUE("defaultQueue", Kind.TEXT, "default", FACTORY, "queue of jobs that do not say"),
    /** Retries of jobs that do not say. */
    DEFAULT_RETRY("defaultRetry", Kind.NUMBER, "25", FACTORY, "retries of jobs that do not say; 0 discards, -1 buries"),
    /** Reservation of jobs that do not say. */
    DEFAULT_RESERVE_FOR(
            "defaultReserveFor", Kind.DURATION, "30m", FACTORY, "reservation of jobs that do not say, from 1m to 1d"),
    /** Where the outbox is. */
    OUTBOX_DATA_SOURCE(
            "outboxDataSource", Kind.LATER, "java:comp/DefaultDataSource", FACTORY, "with transaction=outbox"),
    /** The outbox. */
    OUTBOX_TABLE("outboxTable", Kind.LATER, "faktory_outbox", FACTORY, "with transaction=outbox"),
    /** Whether the outbox is made. */
    OUTBOX_CREATE_TABLE("outboxCreateTable", Kind.LATER, "false", FACTORY, "with transaction=outbox"),

    /** The queues served. */
    QUEUES(
            "queues",
            Kind.TEXT,
            "default",
            ACTIVATION,
            "'critical, default': strict order; 'critical=5, default=1': weighted"),
    /** The types served. */
    JOB_TYPES("jobTypes", Kind.TEXT, "", ACTIVATION, "job types to run; default: the bean's @OnJob types, else all"),
    /** Jobs at the same time. */
    CONCURRENCY("concurrency", Kind.NUMBER, "8", ACTIVATION, "jobs at the same time in this bean"),
    /** What Faktory's pages show. */
    LABELS("labels", Kind.TEXT, "", ACTIVATION, "shown by Faktory's pages beside hostname and pid"),
    /** Limit of a stop. */
    SHUTDOWN_TIMEOUT(
            "shutdownTimeout",
            Kind.DURATION,
            "25s",
            ACTIVATION,
            "how long running jobs may go on when the worker stops"),
    /** Whether a stop interrupts. */
    INTERRUPT_ON_SHUTDOWN(
            "interruptOnShutdown",
            Kind.FLAG,
            "false",
            ACTIVATION,
            "interrupt what runs beyond shutdownTimeout (interrupts close embedded databases)"),
    /** Patience with unknown types. */
    STARTUP_GRACE(
            "startupGrace",
            Kind.DURATION,
            "30s",
            ACTIVATION,
            "after the last deployment a job that no bean takes waits so long before it fails as unknown"),
    /** Checked exceptions. */
    ROLLBACK_ON_CHECKED_EXCEPTION(
            "rollbackOnCheckedException",
            Kind.FLAG,
            "true",
            ACTIVATION,
            "a checked exception rolls back too, except an @ApplicationException(rollback=false)");

    /** What a setting belongs to; those of the server, and an adapter's defaults for the others, stand everywhere. */
    public enum Place {
        /** Reaching the server: adapter, connection factory and activation. */
        SERVER,
        /** A connection factory. */
        FACTORY,
        /** An activation, and for some the adapter as their default. */
        ACTIVATION
    }

    /** How a setting's text is read. */
    public enum Kind {
        /** As it is. */
        TEXT,
        /** As it is, and never shown. */
        CONFIDENTIAL,
        /** {@code true} or {@code false}. */
        FLAG,
        /** A whole number. */
        NUMBER,
        /** A number with a unit, or ISO-8601. */
        DURATION,
        /** A number of bytes, with {@code k}, {@code m} or {@code g} for powers of 1024. */
        SIZE,
        /** Known by name and refused until its effect exists: never ignored. */
        LATER
    }

    private static final Set<String> SHARED = Set.of("labels", "shutdownTimeout", "startupGrace");

    private final String key;
    private final Kind kind;
    private final String defaultText;
    private final Place place;
    private final String meaning;

    Setting(String key, Kind kind, String defaultText, Place place, String meaning) {
        this.key = key;
        this.kind = kind;
        this.defaultText = defaultText;
        this.place = place;
        this.meaning = meaning;
    }

    /** The name, as users write it. */
    public String key() {
        return key;
    }

    /** How its text is read. */
    public Kind kind() {
        return kind;
    }

    /** Its default, as text; empty if it has none. */
    public String defaultText() {
        return defaultText;
    }

    /** What it belongs to. */
    public Place place() {
        return place;
    }

    /** Whether the resource adapter has it as well, as a default for what it serves. */
    public boolean onAdapter() {
        return place == SERVER || SHARED.contains(key);
    }

    /** What it means, in a line. */
    public String meaning() {
        return meaning;
    }
}
