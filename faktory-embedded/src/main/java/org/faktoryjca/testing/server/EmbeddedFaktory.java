package org.faktoryjca.testing.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;

/**
 * A Faktory work server in memory, on a real TCP port. It answers as Faktory 1.10.0 does; one suite of tests runs
 * against both.
 *
 * <p>What a job waits for (its {@code at}, a retry, the end of its reservation) follows the server's clock, which
 * {@link #advance} moves. What a connection waits for (a FETCH for 2 s, a HELLO for 2 s, a BEAT for 60 s) is real time.
 *
 * <p>It differs from the real server on purpose: INFO calls it {@link #INFO_DESCRIPTION}; it looks for due jobs every 100 ms and not every 5 to 60 s, and INFO's
 * {@code cycles} count these looks; it has none of the real one's crashes and corruptions; a line feed in the jid or wid
 * that an error names is written as a space, where the real one's error is then two lines; FLUSH forgets reservations too,
 * so that a FAIL after it finds no job, and INFO's task {@code Busy} counts none; MUTATE requeues jobs in the order of
 * their times, up to the first one with a bad queue name, where the real one takes them in any order; a command line is
 * limited to 64 MB and the depth of its JSON to 1,000; a PUSHB that has begun is done, also while the server stops, where the real
 * one may say {@code redis: client is closed} of each job that is left, or {@code context deadline exceeded} while its Redis
 * stands still, and may have stored some of these; and nothing is kept on disk.
 *
 * <p>Safe for use by several threads.
 */
public final class EmbeddedFaktory extends ReadableServer {

    /** INFO's {@code description} of this server, by which nobody can take it for the real one, which says {@code Faktory}. */
    public static final String INFO_DESCRIPTION = "Faktory in memory";

    private final String host;
    private final Optional<String> password;
    private final boolean tls;
    private final MovableClock clock;
    private final Commands commands;
    private final Listener listener;
    private final Scheduler scheduler;

    EmbeddedFaktory(EmbeddedFaktoryBuilder builder) throws IOException {
        this(builder, new MovableClock(builder.clock()));
    }

    private EmbeddedFaktory(EmbeddedFaktoryBuilder builder, MovableClock clock) throws IOException {
        super(new Store(clock, new Random()), new Workers(System::nanoTime));
        this.clock = clock;
        host = builder.host();
        password = builder.password();
        tls = builder.tls().isPresent();
        commands = new Commands(store(), connected(), new ServerInfo(store(), connected(), clock));
        var connections = new Connections(builder.mostConnections());
        listener = new Listener(
                tls ? builder.tls().get().socket() : new ServerSocket(),
                new InetSocketAddress(host, builder.port()),
                commands,
                new Handshake(password),
                connected(),
                connections);
        scheduler = new Scheduler(store(), connected(), connections, listener.port());
        load(builder.state());
    }

    EmbeddedFaktory started() {
        listener.start();
        scheduler.start();
        return this;
    }

    /**
     * Starts a server without a password on a free port of 127.0.0.1.
     *
     * @return the server, ready for connections
     */
    public static EmbeddedFaktory start() {
        return builder().start();
    }

    /**
     * Describes a server before it starts.
     *
     * @return a builder with the defaults: a free port of 127.0.0.1, no password, no TLS, the system's clock, no jobs
     */
    public static EmbeddedFaktoryBuilder builder() {
        return new EmbeddedFaktoryBuilder();
    }

    @Override
    public String url() {
        return Urls.of(tls ? "tcp+tls" : "tcp", password, host, port());
    }

    @Override
    public String host() {
        return host;
    }

    @Override
    public int port() {
        return listener.port();
    }

    @Override
    public Optional<String> password() {
        return password;
    }

    @Override
    public String description() {
        return "embedded";
    }

    /**
     * Moves the server's clock forward, in one step: what fell due in between happens now, at the new time. When this
     * returns, jobs that fell due are in their queues or with the workers that waited for them, and reservations that
     * ended have failed. The steps in between are left out for the sake of running workers: a job that they get in the
     * middle of an hour would be taken from them at the end of it.
     *
     * @param time how far; not negative
     */
    public void advance(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("the clock moves forward only, not by " + time);
        }
        clock.advanceTo(clock.instant().plus(time));
        store().moveDueJobs();
    }

    /** Takes back whatever the clock was advanced by. Jobs that have moved stay where they are. */
    public void resetClock() {
        clock.reset();
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    /**
     * Replaces everything that the server holds; the counts begin again at 0. Times are exact, also those that are
     * past: such a job is moved at once. Only jobs of the same time come a microsecond apart, to keep their order.
     *
     * @param state what to hold; times that count from loading count from the server's clock
     */
    @Override
    public void load(ServerState state) {
        store().load(state.resolved(clock.instant()));
    }

    /** Tells every connected worker, in the reply to its next BEAT, to fetch no more jobs. */
    public void quiet() {
        connected().tellAll(WorkerState.QUIET);
    }

    /**
     * Tells one worker, in the reply to its next BEAT, to fetch no more jobs.
     *
     * @param wid the worker's id
     * @throws IllegalArgumentException if no such worker is connected
     */
    public void quiet(String wid) {
        tell(wid, WorkerState.QUIET);
    }

    /** Tells every connected worker, in the reply to its next BEAT, to stop. */
    public void terminate() {
        connected().tellAll(WorkerState.TERMINATE);
    }

    /**
     * Tells one worker, in the reply to its next BEAT, to stop.
     *
     * @param wid the worker's id
     * @throws IllegalArgumentException if no such worker is connected
     */
    public void terminate(String wid) {
        tell(wid, WorkerState.TERMINATE);
    }

    /**
     * Begins to stop, as clients of the real server see it: a waiting FETCH is answered
     * {@code -ERR redis: client is closed}, and the next command of a connection {@code -ERR shutdown in progress},
     * before it is closed. {@link #close} comes to the end.
     */
    public void shutDown() {
        commands.stop();
        store().close();
    }

    /** Closes the port and all connections at once. When this returns, no thread of the server is left. */
    @Override
    public void close() {
        scheduler.close();
        shutDown();
        listener.close();
    }

    private void tell(String wid, WorkerState state) {
        if (!connected().tell(wid, state)) {
            throw new IllegalArgumentException("no worker " + wid + " is connected; there are "
                    + (workers().isEmpty() ? "none" : workers()));
        }
    }
}
