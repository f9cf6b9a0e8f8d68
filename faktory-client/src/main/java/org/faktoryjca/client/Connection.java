package org.faktoryjca.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.faktoryjca.client.json.EncodedJob;
import org.faktoryjca.client.json.JobDefaults;
import org.faktoryjca.client.json.JobWriter;
import org.faktoryjca.client.settings.ServerAddress;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.client.wire.AdminCommand;
import org.faktoryjca.client.wire.Command;
import org.faktoryjca.client.wire.PushCommand;

/**
 * One conversation with one work server. Not thread-safe: it has one owner.
 *
 * <p>What can go wrong in any command: {@link ConnectionLostException} if the connection was found lost before the first byte
 * was sent; {@link OutcomeUnknownException} if it broke, fell silent or spoke no protocol after that, and then the
 * connection is closed, or if the server told of trouble of its own; {@link RejectedException} if the server refused; {@link ClosedException} after {@link #close()}.
 * Nothing is ever repeated here.
 *
 * <p>A refusal that repeats a jid or wid with control characters may be several lines, and nobody can tell how many: it closes
 * the connection too.
 */
public final class Connection implements AutoCloseable {
    private static final JobWriter PLAIN = new JobWriter(JobDefaults.STANDARD);

    /**
     * Between two commands so close to each other, the look for a closed socket is not worth its millisecond: no server is
     * stopped and started again in that time.
     */
    public static final Duration FRESH = Duration.ofMillis(100);

    private final Exchange exchange;
    private final Fetching fetching;

    private Connection(Exchange exchange) {
        this.exchange = exchange;
        this.fetching = new Fetching(exchange);
    }

    /**
     * Connects and shakes hands, for someone who pushes.
     *
     * @throws CannotConnectException if no conversation could be begun
     * @throws org.faktoryjca.AuthenticationException if the password is missing or wrong
     * @throws org.faktoryjca.ProtocolVersionException if the server speaks a later protocol
     */
    public static Connection open(ServerSettings settings) {
        return open(settings, System::nanoTime);
    }

    /**
     * As {@link #open(ServerSettings)}, for someone who has only so much time for all of it: TCP, TLS and the handshake together,
     * and {@code connectTimeout} for each. The look-up of the host's name comes on top, for which Java has no time-out.
     */
    public static Connection open(ServerSettings settings, Duration within) {
        return new Connection(Exchange.open(
                settings, Optional.empty(), System::nanoTime, new StepTime(settings.connectTimeout(), within)));
    }

    /** As {@link #open(ServerSettings)}, for a worker, which the server then knows by its identity. */
    public static Connection open(ServerSettings settings, WorkerIdentity worker) {
        return new Connection(Exchange.open(settings, Optional.of(worker), System::nanoTime));
    }

    /** With a clock that a test moves. */
    static Connection open(ServerSettings settings, LongSupplier nanoTime) {
        return new Connection(Exchange.open(settings, Optional.empty(), nanoTime));
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
        var push = new PushCommand.One(job, writer);
        var refused = exchange.call(push);
        if (refused.isPresent()) {
            throw exchange.failures().notTaken(push, refused.get());
        }
        return job.jid();
    }

    /** Pushes an encoded job, as PUSHB of one. */
    public String push(EncodedJob job) {
        var push = new PushCommand.Bulk(List.of(job));
        var refused = exchange.call(push);
        if (!refused.isEmpty()) {
            throw exchange.failures().notTaken(push, refused.values().iterator().next());
        }
        return job.jid();
    }

    /** Pushes a job by PUSH itself, for whoever asks; see {@link #push(Job)} for why not to. */
    public String pushPlain(Job job) {
        var encoded = PLAIN.write(job);
        exchange.call(new PushCommand.Plain(encoded));
        return encoded.jid();
    }

    /**
     * Pushes jobs in one PUSHB. Answers the jids of those that the server did not take, with its words, of which {@link Verdict} says
     * what they mean. Not atomic.
     */
    public Map<String, String> pushBulk(List<EncodedJob> jobs) {
        return exchange.call(new PushCommand.Bulk(jobs));
    }

    /**
     * As {@link #pushBulk(List)}, for someone who cannot wait as long as {@code readTimeout}.
     *
     * @param patience how long to wait for the answer
     * @return empty if it has not begun to arrive by then: the push is under way, and {@link #pushed} must read its answer before
     *     anything else is said
     */
    public Optional<Map<String, String>> pushBulk(List<EncodedJob> jobs, Duration patience) {
        var push = new PushCommand.Bulk(jobs);
        exchange.say(push);
        exchange.owe(push);
        return pushed(patience);
    }

    /**
     * The answer to the push under way, if it comes in time. Silence for {@code readTimeout} since the push is an error as always.
     *
     * @throws IllegalStateException if none is under way
     */
    public Optional<Map<String, String>> pushed(Duration patience) {
        return exchange.hear(exchange.owed(PushCommand.Bulk.class, "push"), patience);
    }

    /** Breaks the connection while its owner is held up in it, who gets an error then. For any thread. */
    public void abort() {
        exchange.abort();
    }

    /** Says something harmless and waits for the answer: the protocol has no PING, and an empty PUSHB does nothing. */
    public void ping() {
        exchange.call(new PushCommand.Bulk(List.of()));
    }

    /**
     * Takes the next job of the first of these queues that has one, for this worker to run. The server waits for up to 2 s.
     *
     * @param queues at least one
     * @throws FaktoryException with {@link ErrorCode#UNREADABLE_JOB} for a job that cannot be read; it was reported as failed
     */
    public Optional<Job> fetch(List<String> queues) {
        return fetching.fetch(queues);
    }

    /**
     * Reports a job as done and asks for the next one in the same write, which saves a round trip, and waits for no answer: the one to
     * the report must be heard by {@link #reported()}, and then the job by {@link #fetched()}, before anything else is said. The socket is not
     * looked at before: that the server has hung up meanwhile is an {@link OutcomeUnknownException} too, and the report may be made
     * again. With a jid that has control characters there are two writes, and the report's answer is heard in between.
     *
     * <p>Source: commands on one connection run in order, and the reply to the first is not held up by the second.
     *
     * @param queues at least one
     */
    public void ackAndFetch(String jid, List<String> queues) {
        fetching.reportAndFetch(new Command.Ack(jid), queues);
    }

    /** Reports a job as failed, as {@link #fail}, and asks for the next one, as {@link #ackAndFetch}. */
    public void failAndFetch(
            String jid, String errorType, String message, List<String> backtrace, List<String> queues) {
        fetching.reportAndFetch(Fetching.failure(jid, errorType, message, backtrace), queues);
    }

    /**
     * Returns when the report that went out with a FETCH has been answered. The FETCH is under way then, also if the server refused the
     * report. Where the connection has ended, the exception speaks of the report, and no FETCH is under way any more.
     */
    public void reported() {
        fetching.reported();
    }

    /** Whether a FETCH is under way whose reply has not been read: the server may reserve a job for it at any time. */
    public boolean isFetching() {
        return fetching.isUnderWay();
    }

    /**
     * The job that the FETCH under way brings; the server takes up to 2 s for it. Otherwise as {@link #fetch}.
     *
     * @throws IllegalStateException if none is under way
     */
    public Optional<Job> fetched() {
        return fetching.fetched();
    }

    /** Reports a job as done. The server says OK to one that it does not know, too. */
    public void ack(String jid) {
        exchange.call(new Command.Ack(jid));
    }

    /**
     * Reports a job as failed. What is longer than the server keeps is cut here: 100 bytes of type, 1000 of message, 50
     * lines.
     *
     * @throws RejectedException {@code Job not found …} if the server does not hold it as running
     */
    public void fail(String jid, String errorType, String message, List<String> backtrace) {
        exchange.call(Fetching.failure(jid, errorType, message, backtrace));
    }

    /** A worker's sign of life, due every 15 s or so; the reply says what the server wants of the worker. */
    public BeatReply beat(String wid) {
        return exchange.call(new Command.Beat(wid, false));
    }

    /** As {@link #beat}, of a worker that fetches no more: Faktory's pages show it as quiet from now on, and each reply says so. */
    public BeatReply beatQuiet(String wid) {
        return exchange.call(new Command.Beat(wid, true));
    }

    /** What the server says about itself. It can crash Faktory up to 1.10.0 while a new queue comes up: ask rarely. */
    public ServerInfo info() {
        return exchange.call(new Command.Info());
    }

    /** Empties the server's store: every queue, every set, every count, for everyone. */
    public void flush() {
        exchange.call(new Command.Flush());
    }

    /** What an operator does, over this connection. */
    public FaktoryAdmin admin() {
        return Administration.over(this);
    }

    /** Gives an operator's command. */
    <R> R administer(AdminCommand<R> command) {
        return exchange.call(command);
    }

    /** What only Faktory Enterprise understands, over this connection. */
    public Enterprise enterprise() {
        return new Enterprise(this);
    }

    /** Whether the server has answered within the last {@link #FRESH}, so that a look at the socket is not worth its time. */
    public boolean isFresh() {
        return exchange.isFresh();
    }

    /** Whether the server has hung up, as far as the socket knows; takes up to a millisecond. */
    public boolean isStale() {
        return exchange.isStale();
    }

    /** Whether commands can be given: neither closed nor broken. */
    public boolean isOpen() {
        return exchange.isOpen();
    }

    /** Where the conversation is held. */
    public ServerAddress address() {
        return exchange.address();
    }

    /**
     * Says END and closes; a second call does nothing. No exception: there is nothing that a caller could do. A job that a FETCH
     * under way brings is lost until its reservation ends: read its reply first.
     */
    @Override
    public void close() {
        exchange.end("close() was called");
    }

    /** The server, the connection's number in the wire log, and whether it is open. */
    @Override
    public String toString() {
        return exchange.toString();
    }
}
