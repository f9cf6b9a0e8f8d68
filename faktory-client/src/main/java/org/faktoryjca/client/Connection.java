package org.faktoryjca.client;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.faktoryjca.CannotConnectException;
import org.faktoryjca.ClosedException;
import org.faktoryjca.ConnectionLostException;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.FaktoryAdmin;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.Job;
import org.faktoryjca.OutcomeUnknownException;
import org.faktoryjca.RejectedException;
import org.faktoryjca.ServerInfo;
import org.faktoryjca.UnsupportedByServerException;
import org.faktoryjca.client.json.EncodedJob;
import org.faktoryjca.client.json.JobDefaults;
import org.faktoryjca.client.json.JobReader;
import org.faktoryjca.client.json.JobWriter;
import org.faktoryjca.client.json.Json;
import org.faktoryjca.client.settings.ServerAddress;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.client.wire.AdminCommand;
import org.faktoryjca.client.wire.BrokenReplyException;
import org.faktoryjca.client.wire.Command;
import org.faktoryjca.client.wire.Reply;

/**
 * One conversation with one work server. Not thread-safe: it has one owner.
 *
 * <p>What can go wrong in any command: {@link ConnectionLostException} if the connection was found lost before the first byte
 * was sent; {@link OutcomeUnknownException} if it broke, fell silent or spoke no protocol after that, and then the
 * connection is closed; {@link RejectedException} if the server refused; {@link ClosedException} after {@link #close()}.
 * Nothing is ever repeated here.
 *
 * <p>A refusal that repeats a jid or wid with control characters may be several lines, and nobody can tell how many: it closes
 * the connection too.
 */
public final class Connection implements AutoCloseable {
    static final byte[] END_OF_LINE = {'\r', '\n'};

    private static final System.Logger LOG = System.getLogger("org.faktoryjca.client");
    private static final JobWriter PLAIN = new JobWriter(JobDefaults.STANDARD);

    /**
     * Between two commands so close to each other, the look for a closed socket is not worth its millisecond: no server is
     * stopped and started again in that time.
     */
    public static final Duration FRESH = Duration.ofMillis(100);

    private final ServerAddress address;
    private final Duration readTimeout;
    private final Transport transport;
    private final WireLog wireLog;
    private final LongSupplier nanoTime;
    private final OutgoingLine line = new OutgoingLine();
    private long usedNanos;
    private Optional<Command.Fetch> underWay = Optional.empty();
    private Optional<Command.PushBulk> pushing = Optional.empty();
    private long pushingSince;
    private Optional<String> ended = Optional.empty();

    private Connection(
            ServerAddress address, Duration readTimeout, Transport transport, WireLog wireLog, LongSupplier nanoTime) {
        this.address = address;
        this.readTimeout = readTimeout;
        this.transport = transport;
        this.wireLog = wireLog;
        this.nanoTime = nanoTime;
        this.usedNanos = nanoTime.getAsLong();
    }

    /**
     * Connects and shakes hands, for someone who pushes.
     *
     * @throws CannotConnectException if no conversation could be begun
     * @throws org.faktoryjca.AuthenticationException if the password is missing or wrong
     * @throws org.faktoryjca.ProtocolVersionException if the server speaks a later protocol
     */
    public static Connection open(ServerSettings settings) {
        return open(settings, Optional.empty(), System::nanoTime);
    }

    /** As {@link #open(ServerSettings)}, for a worker, which the server then knows by its identity. */
    public static Connection open(ServerSettings settings, WorkerIdentity worker) {
        return open(settings, Optional.of(worker), System::nanoTime);
    }

    /** With a clock that a test moves. */
    static Connection open(ServerSettings settings, LongSupplier nanoTime) {
        return open(settings, Optional.empty(), nanoTime);
    }

    private static Connection open(ServerSettings settings, Optional<WorkerIdentity> worker, LongSupplier nanoTime) {
        var address = settings.address();
        var socket = new Dialer(settings, address).dial();
        Transport transport;
        try {
            transport = new Transport(socket);
        } catch (IOException e) {
            throw new CannotConnectException(
                    ErrorCode.CONNECT_FAILED, "connected to " + address + ": the connection broke at once", e);
        }
        var wireLog = new WireLog(settings.wireLog());
        wireLog.opened(address.display());
        var connection = new Connection(address, settings.readTimeout(), transport, wireLog, nanoTime);
        var greeted = false;
        try {
            new Handshake(transport, wireLog, address, settings.connectTimeout()).shake(worker);
            greeted = true;
            return connection;
        } finally {
            if (!greeted) {
                connection.hangUp("the handshake failed");
            }
        }
    }

    /**
     * Pushes a job, with the server's own defaults for what it does not say. It goes out as PUSHB of one job: PUSH would
     * change the server's default of {@code retry} for everyone.
     *
     * @return its jid
     * @throws org.faktoryjca.InvalidJobException if it has no JSON form that would arrive unchanged; nothing was sent
     */
    public String push(Job job) {
        return push(job, PLAIN);
    }

    /** As {@link #push(Job)}, with this writer's values for what the job does not say. */
    public String push(Job job, JobWriter writer) {
        var push = new Command.PushOne(job, writer);
        var refused = call(push);
        if (refused.isPresent()) {
            throw new RejectedException(ErrorCode.REJECTED, tried(push), refused.get());
        }
        return job.jid();
    }

    /** Pushes an encoded job, as PUSHB of one. */
    public String push(EncodedJob job) {
        var refused = pushBulk(List.of(job));
        if (!refused.isEmpty()) {
            throw new RejectedException(
                    ErrorCode.REJECTED,
                    "tried to push " + job + " to " + address,
                    refused.values().iterator().next());
        }
        return job.jid();
    }

    /** Pushes a job by PUSH itself, for whoever asks; see {@link #push(Job)} for why not to. */
    public String pushPlain(Job job) {
        var encoded = PLAIN.write(job);
        call(new Command.Push(encoded));
        return encoded.jid();
    }

    /** Pushes jobs in one PUSHB. Answers the jids of those that the server refused, with its words. Not atomic. */
    public Map<String, String> pushBulk(List<EncodedJob> jobs) {
        return call(new Command.PushBulk(jobs));
    }

    /**
     * As {@link #pushBulk(List)}, for someone who cannot wait as long as {@code readTimeout}.
     *
     * @param patience how long to wait for the answer
     * @return empty if it has not begun to arrive by then: the push is under way, and {@link #pushed} must read its answer before
     *     anything else is said
     */
    public Optional<Map<String, String>> pushBulk(List<EncodedJob> jobs, Duration patience) {
        var push = new Command.PushBulk(jobs);
        say(push);
        pushing = Optional.of(push);
        pushingSince = nanoTime.getAsLong();
        return pushed(patience);
    }

    /**
     * The answer to the push under way, if it comes in time. Silence for {@code readTimeout} since the push is an error as always.
     *
     * @throws IllegalStateException if none is under way
     */
    public Optional<Map<String, String>> pushed(Duration patience) {
        var push = pushing.orElseThrow(() -> new IllegalStateException("no push is under way at " + address));
        var silence = readTimeout.minusNanos(nanoTime.getAsLong() - pushingSince);
        var hurried = patience.compareTo(silence) < 0;
        if (!transport.hasReply(hurried ? patience : silence)) {
            if (hurried) {
                return Optional.empty();
            }
            throw unknown(ErrorCode.READ_TIMEOUT, push, noReply(), null);
        }
        pushing = Optional.empty();
        return Optional.of(answer(push, await(push)));
    }

    /** Breaks the connection while its owner is held up in it, who gets an error then. For any thread. */
    public void abort() {
        try {
            transport.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "a connection to " + address + " was not closed cleanly", e);
        }
    }

    /** Says something harmless and waits for the answer: the protocol has no PING, and an empty PUSHB does nothing. */
    public void ping() {
        call(new Command.PushBulk(List.of()));
    }

    /**
     * Takes the next job of the first of these queues that has one, for this worker to run. The server waits for up to 2 s.
     *
     * @param queues at least one
     * @throws FaktoryException with {@link ErrorCode#UNREADABLE_JOB} for a job that cannot be read; it was reported as failed
     */
    public Optional<Job> fetch(List<String> queues) {
        return call(fetching(queues)).map(this::job);
    }

    private static Command.Fetch fetching(List<String> queues) {
        if (queues.isEmpty()) {
            throw new IllegalArgumentException("FETCH needs at least one queue");
        }
        return new Command.Fetch(queues);
    }

    /**
     * Reports a job as done and asks for the next one in the same write, which saves a round trip. Returns when the report has
     * been answered. A FETCH is under way then, also if the server refused the report: its reply must be read by {@link
     * #fetched()} before anything else is said. Where the connection has ended, the exception speaks of the report, and no FETCH is
     * under way any more ({@link #isFetching()}). With a jid that has control characters there are two writes.
     *
     * <p>Source: commands on one connection run in order, and the reply to the first is not held up by the second.
     *
     * @param queues at least one
     */
    public void ackAndFetch(String jid, List<String> queues) {
        reportAndFetch(new Command.Ack(jid), fetching(queues));
    }

    /** Reports a job as failed, as {@link #fail}, and asks for the next one, as {@link #ackAndFetch}. */
    public void failAndFetch(
            String jid, String errorType, String message, List<String> backtrace, List<String> queues) {
        reportAndFetch(failing(jid, errorType, message, backtrace), fetching(queues));
    }

    private void reportAndFetch(Command<Boolean> report, Command.Fetch next) {
        if (report.mayBreakLines()) {
            // With nothing behind it, whose reply would be looked for among the lines of an error.
            call(report);
            say(next);
            underWay = Optional.of(next);
            return;
        }
        begin(report);
        line.begin();
        add(report);
        add(next);
        write(report);
        underWay = Optional.of(next);
        answer(report, await(report));
    }

    /** Whether a FETCH is under way whose reply has not been read: the server may reserve a job for it at any time. */
    public boolean isFetching() {
        return underWay.isPresent();
    }

    /**
     * The job that the FETCH under way brings; the server takes up to 2 s for it. Otherwise as {@link #fetch}.
     *
     * @throws IllegalStateException if none is under way
     */
    public Optional<Job> fetched() {
        var fetch = underWay.orElseThrow(() -> new IllegalStateException("no FETCH is under way at " + address));
        underWay = Optional.empty();
        return answer(fetch, await(fetch)).map(this::job);
    }

    /** A job that cannot be read is reserved all the same: it is failed at once, where its id at least can be. */
    private Job job(byte[] json) {
        try {
            return JobReader.read(json);
        } catch (IOException e) {
            var unreadable = new FaktoryException(
                    ErrorCode.UNREADABLE_JOB,
                    "fetched a job from " + address + " that cannot be read: " + e.getMessage(),
                    e);
            try {
                if (Json.read(json).get("jid") instanceof String jid) {
                    fail(jid, "UnreadableJob", unreadable.getMessage(), List.of());
                }
            } catch (IOException | FaktoryException also) {
                unreadable.addSuppressed(also);
            }
            throw unreadable;
        }
    }

    /** Reports a job as done. The server says OK to one that it does not know, too. */
    public void ack(String jid) {
        call(new Command.Ack(jid));
    }

    /**
     * Reports a job as failed. What is longer than the server keeps is cut here: 100 bytes of type, 1000 of message, 50
     * lines.
     *
     * @throws RejectedException {@code Job not found …} if the server does not hold it as running
     */
    public void fail(String jid, String errorType, String message, List<String> backtrace) {
        call(failing(jid, errorType, message, backtrace));
    }

    private static Command.Fail failing(String jid, String errorType, String message, List<String> backtrace) {
        return new Command.Fail(
                jid,
                Utf8.cut(errorType, 100),
                Utf8.cut(message, 1000),
                backtrace.stream().limit(50).map(line -> Utf8.cut(line, 1000)).toList());
    }

    /** A worker's sign of life, due every 15 s or so; the reply says what the server wants of the worker. */
    public BeatReply beat(String wid) {
        return call(new Command.Beat(wid));
    }

    /** What the server says about itself. It can crash Faktory up to 1.10.0 while a new queue comes up: ask rarely. */
    public ServerInfo info() {
        return call(new Command.Info());
    }

    /** Empties the server's store: every queue, every set, every count, for everyone. */
    public void flush() {
        call(new Command.Flush());
    }

    /** What an operator does, over this connection. */
    public FaktoryAdmin admin() {
        return new Administration(() -> new Own(this));
    }

    private record Own(Connection connection) implements Conversation {
        @Override
        public <R> R talk(Function<Connection, R> said) {
            return said.apply(connection);
        }
    }

    /** Gives an operator's command. */
    <R> R administer(AdminCommand<R> command) {
        return call(command);
    }

    /**
     * Gives Faktory Enterprise's BATCH command as it is, such as {@code NEW {…}}. Not verified against an Enterprise server.
     *
     * @param rest what follows BATCH, in one line
     * @return the reply
     * @throws UnsupportedByServerException if the server is not an Enterprise one
     */
    public String batch(String rest) {
        return call(new AdminCommand.Enterprise("BATCH", rest));
    }

    /** Gives Faktory Enterprise's TRACK command as it is, such as {@code GET jid}; otherwise as {@link #batch}. */
    public String track(String rest) {
        return call(new AdminCommand.Enterprise("TRACK", rest));
    }

    /** Whether the server has answered within the last {@link #FRESH}, so that a look at the socket is not worth its time. */
    public boolean isFresh() {
        return nanoTime.getAsLong() - usedNanos <= FRESH.toNanos();
    }

    /** Whether the server has hung up, as far as the socket knows; takes up to a millisecond. */
    public boolean isStale() {
        return ended.isPresent() || transport.isStale();
    }

    /** Whether commands can be given: neither closed nor broken. */
    public boolean isOpen() {
        return ended.isEmpty();
    }

    /** Where the conversation is held. */
    public ServerAddress address() {
        return address;
    }

    private <R> R call(Command<R> command) {
        say(command);
        return answer(command, await(command));
    }

    private void say(Command<?> command) {
        begin(command);
        line.begin();
        add(command);
        write(command);
    }

    private void begin(Command<?> command) {
        if (ended.isPresent()) {
            throw new ClosedException(
                    "tried " + command.what() + " on a connection to " + address + " that is closed: " + ended.get());
        }
        underWay.ifPresent(fetch -> tooSoon(command, fetch));
        pushing.ifPresent(push -> tooSoon(command, push));
        lookForHangUp(command);
    }

    private void tooSoon(Command<?> command, Command<?> underWay) {
        throw new IllegalStateException(tried(command) + " before the reply of " + underWay.what() + " was read");
    }

    private <R> R answer(Command<R> command, Reply reply) {
        if (reply instanceof Reply.Refusal refusal) {
            if (command.mayBreakLines()) {
                hangUp("the error may have broken into several lines");
            }
            throw refused(command, refusal.reason());
        }
        try {
            return command.read(reply);
        } catch (IOException e) {
            throw unknown(ErrorCode.PROTOCOL_BROKEN, command, e.getMessage(), e);
        }
    }

    private void lookForHangUp(Command<?> command) {
        if (!isFresh() && transport.isStale()) {
            hangUp("the server had closed it");
            throw new ConnectionLostException(
                    ErrorCode.CONNECTION_LOST,
                    "tried " + command.what() + " on a connection to " + address + " that the server has closed",
                    null);
        }
    }

    private void add(Command<?> command) {
        var from = line.size();
        command.writeTo(line);
        wireLog.sent(line.bytes(), from, line.size() - from);
        line.writeBytes(END_OF_LINE);
    }

    private void write(Command<?> command) {
        try {
            transport.write(line.bytes(), line.size(), readTimeout);
        } catch (SocketTimeoutException e) {
            throw unknown(
                    ErrorCode.READ_TIMEOUT, command, "it was not taken within " + readTimeout.toMillis() + " ms", e);
        } catch (IOException e) {
            throw broke(command, e);
        }
    }

    private Reply await(Command<?> command) {
        try {
            var reply = transport.read(readTimeout);
            wireLog.received(reply);
            usedNanos = nanoTime.getAsLong();
            return reply;
        } catch (SocketTimeoutException e) {
            throw unknown(ErrorCode.READ_TIMEOUT, command, noReply(), e);
        } catch (BrokenReplyException e) {
            throw unknown(ErrorCode.PROTOCOL_BROKEN, command, e.getMessage(), e);
        } catch (IOException e) {
            throw broke(command, e);
        } catch (Error e) {
            // Out of memory, for one: nobody knows any more where the next reply begins.
            hangUp(e.toString());
            throw e;
        }
    }

    private String noReply() {
        return "no reply within " + readTimeout.toMillis() + " ms";
    }

    private OutcomeUnknownException broke(Command<?> command, IOException e) {
        return unknown(ErrorCode.OUTCOME_UNKNOWN, command, "the connection broke (" + e.getMessage() + ")", e);
    }

    private OutcomeUnknownException unknown(ErrorCode code, Command<?> command, String what, IOException cause) {
        hangUp(what);
        return new OutcomeUnknownException(code, tried(command) + ": " + what, cause);
    }

    private String tried(Command<?> command) {
        return "tried " + command.what() + " at " + address;
    }

    private FaktoryException refused(Command<?> command, String reason) {
        if (reason.startsWith("too many connections")) {
            // Said to a command, because the server says OK to the HELLO before it counts.
            hangUp(reason);
            return new CannotConnectException(
                    ErrorCode.TOO_MANY_CONNECTIONS, tried(command) + ": " + reason + "; nothing was carried out", null);
        }
        if (reason.startsWith("shutdown in progress") || reason.startsWith("SHUTDOWN")) {
            hangUp(reason);
            return new ConnectionLostException(
                    ErrorCode.CONNECTION_LOST, tried(command) + ": the server is stopping (" + reason + ")", null);
        }
        if (reason.startsWith("redis:")) {
            // Its store went away in the middle of the command.
            hangUp(reason);
            return new OutcomeUnknownException(
                    ErrorCode.OUTCOME_UNKNOWN, tried(command) + ": the server lost its store (" + reason + ")", null);
        }
        if (reason.startsWith("unknown command") || reason.contains("only available in Faktory Enterprise")) {
            return new UnsupportedByServerException(
                    ErrorCode.UNSUPPORTED, tried(command) + ": the server does not offer it (" + reason + ")", null);
        }
        var push = command instanceof Command.Push
                || command instanceof Command.PushOne
                || command instanceof Command.PushBulk;
        return new RejectedException(push ? ErrorCode.REJECTED : ErrorCode.SERVER_ERROR, tried(command), reason);
    }

    /**
     * Says END and closes; a second call does nothing. No exception: there is nothing that a caller could do. A job that a FETCH
     * under way brings is lost until its reservation ends: read its reply first.
     */
    @Override
    public void close() {
        if (ended.isPresent()) {
            return;
        }
        try {
            wireLog.sent("END".getBytes(StandardCharsets.US_ASCII), 0, 3);
            transport.write("END\r\n".getBytes(StandardCharsets.US_ASCII), 5);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "END could not be said to " + address, e);
        }
        hangUp("close() was called");
    }

    private void hangUp(String why) {
        ended = Optional.of(why);
        underWay = Optional.empty();
        pushing = Optional.empty();
        wireLog.closed();
        try {
            transport.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "a connection to " + address + " was not closed cleanly", e);
        }
    }

    /** The server, the connection's number in the wire log, and whether it is open. */
    @Override
    public String toString() {
        return "connection " + wireLog.id() + " to " + address
                + ended.map(why -> " (closed: " + why + ")").orElse("");
    }
}
