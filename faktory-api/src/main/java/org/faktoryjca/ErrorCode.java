package org.faktoryjca;

/**
 * Every error of this project, with its stable code: the one list, never renumbered and never reused.
 *
 * <p>1xx reaching the work server · 2xx the conversation with it · 3xx jobs · 4xx transactions · 5xx deployment and
 * settings · 6xx workers.
 */
public enum ErrorCode {
    /** The work server's address cannot be read. */
    INVALID_ADDRESS(101, "Write the address as tcp://[:password@]host[:port] or tcp+tls://…, IPv6 in brackets."),
    /** The host's name has no address. */
    UNKNOWN_HOST(102, "Check the host's name and this machine's name service."),
    /** Nothing listens there, or the network has no way to it. */
    CONNECT_FAILED(103, "Check that Faktory runs, the host and port, and any firewall between."),
    /** No connection within {@code connectTimeout}. */
    CONNECT_TIMEOUT(104, "Check the host and any firewall between; raise connectTimeout for a slow network."),
    /** The TLS handshake failed: certificate, host name or protocol. */
    TLS_FAILED(105, "Check trustStore, the host name in the server's certificate, and that the server speaks TLS."),
    /** The peer does not greet as Faktory does. */
    NOT_FAKTORY(
            106,
            "Check host and port: 7419 is Faktory's port for commands, 7420 its web page's; for TLS use tcp+tls://."),
    /** The server speaks a version of the protocol that this client does not know. */
    PROTOCOL_VERSION(107, "Use a version of this library that knows the server's protocol."),
    /** The server asks for a password and none is set. */
    PASSWORD_MISSING(108, "Set password, or put it into the url: tcp://:password@host."),
    /** The server refused the password. */
    PASSWORD_WRONG(109, "Check password against the one that the server was started with."),
    /** The server refuses more connections. */
    TOO_MANY_CONNECTIONS(110, "Lower pool sizes and concurrency; Faktory serves 2000 connections by default."),
    /** The server closed the connection, or fell silent, during the handshake. */
    HANDSHAKE_FAILED(
            111, "Check that the server is up and not just stopping; raise connectTimeout for a slow network."),
    /** A trust store or key store cannot be read. */
    INVALID_KEY_STORE(112, "Check the path, the format (PKCS12, JKS or PEM) and the password of the store."),

    /** The connection was found lost before the command was sent: nothing has happened at the server. */
    CONNECTION_LOST(201, "Nothing was sent: try again on a new connection."),
    /** The connection broke after the command was sent and before its reply was read. */
    OUTCOME_UNKNOWN(202, "The command may have been carried out: repeat it only if doing it twice does no harm."),
    /** No reply within {@code readTimeout}, or a command that the server did not take within it. */
    READ_TIMEOUT(203, "The command may have been carried out. Check the server's load, or raise readTimeout."),
    /** A reply that is not of the protocol; the connection was closed. */
    PROTOCOL_BROKEN(204, "Check that nothing between client and server changes the bytes; the wire log shows them."),
    /** This server does not offer the command. */
    UNSUPPORTED(205, "BATCH and TRACK need Faktory Enterprise."),
    /** The connection, handle or factory was closed before. */
    CLOSED(206, "Get a new connection from the factory; do not keep one beyond its close()."),
    /** The server answered a command with an error of its own. */
    SERVER_ERROR(207, "See the server's words in the message, and its log."),
    /** The server had trouble of its own, such as with its Redis, and cannot say what became of the command. */
    SERVER_TROUBLE(
            208,
            "The command may have been carried out. See the server's words in the message, its log, and its Redis."),

    /** A job that no server would take, found before it was sent. */
    INVALID_JOB(301, "Correct the job as the message says; nothing was sent."),
    /** The server refused the job. */
    REJECTED(302, "Correct the job as the server's words in the message say."),
    /** An argument of the job is not of the type asked for. */
    ARGUMENT_MISMATCH(303, "Make the pusher's arguments and the worker's parameters agree."),
    /** Of several jobs, only some are known to have been accepted. */
    PUSH_INCOMPLETE(304, "The exception lists accepted, rejected, unknown and unsent jobs: push again what you need."),
    /** A value in a job has no JSON form that the server would keep as it is. */
    UNENCODABLE_VALUE(305, "Send integers beyond 2^53 as strings, and plain values, records or beans as arguments."),

    /** A push in a transaction that can no longer commit, or whose state is unknown. */
    TRANSACTION_STATE(401, "Push before the transaction is marked for rollback or completes, or outside of it."),
    /** Pushes of a committed transaction could not be sent. */
    SEND_AFTER_COMMIT_FAILED(402, "The log names the jobs by jid, type and queue: push them again."),
    /** The work server cannot be reached, so a transaction with pushes was rolled back. */
    ROLLED_BACK_UNREACHABLE(403, "Nothing was committed or sent: try again when Faktory is back."),

    /** Too many jobs of committed transactions wait to be sent, so a transaction with pushes was rolled back. */
    BACKLOG_FULL(404, "Bring Faktory back; raise backlogJobs or backlogBytes for longer outages."),

    /** There is no connection to be had: the application server gives none, or all of a pool are in use. */
    NO_CONNECTION(505, "See the cause; raise the size of the pool, or close connections sooner."),
    /** One or more settings cannot be read, contradict each other, or are not supported yet. */
    INVALID_SETTINGS(501, "Correct each setting that the message lists."),
    /** A message-driven bean cannot be served as it is written. */
    INVALID_BEAN(502, "Correct the bean as the message says."),
    /** The application server gives no thread. */
    NO_THREAD(504, "Raise the size of the work manager's thread pool, or lower concurrency."),
    /** The application server called the adapter in a way that it does not support. */
    UNEXPECTED_CONTAINER_CALL(503, "Report it, with the application server's name and version."),

    /** No handler for the job's type. */
    UNKNOWN_JOB_TYPE(601, "Deploy a bean for the type, or name another queue for it."),
    /** The job's reservation ended while its method ran. */
    LEASE_ENDED(602, "Raise the job's reserveFor above the longest time that it may run."),
    /** The worker stopped before the job's method had ended. */
    WORKER_SHUTDOWN(603, "The job is retried; raise shutdownTimeout for methods that need longer."),
    /** The transaction that a job ran in was rolled back. */
    TRANSACTION_ROLLED_BACK(604, "The job is retried; see the application's log for why the transaction rolled back."),
    /** Whether the transaction that a job ran in has committed is unknown. */
    TRANSACTION_OUTCOME_UNKNOWN(605, "The job is retried; see the transaction manager's log."),
    /** A fetched job cannot be read. */
    UNREADABLE_JOB(606, "Check who pushes such jobs; see the payload in the wire log.");

    private final int number;
    private final String remedy;

    ErrorCode(int number, String remedy) {
        this.number = number;
        this.remedy = remedy;
    }

    /** The code as it stands at the beginning of each message: {@code FAKTORY-103}. */
    public String code() {
        return "FAKTORY-" + number;
    }

    /** What to check or to do, in one sentence or two. */
    public String remedy() {
        return remedy;
    }

    @Override
    public String toString() {
        return code();
    }
}
