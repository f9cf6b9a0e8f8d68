package org.faktoryjca.testing.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;

/**
 * A Faktory work server in memory, on a real TCP port. It answers as Faktory 1.10.0 does; one suite of tests runs
 * against both.
 *
 * <p>What a job waits for (its {@code at}, a retry, the end of its reservation) follows the server's clock, which
 * {@link #advance} moves. What a connection waits for (a FETCH for 2 s, a HELLO for 2 s, a BEAT for 60 s) is real time.
 *
 * <p>It differs from the real server on purpose: it looks for due jobs every 100 ms and not every 5 to 15 s, it has
 * none of the real one's crashes and corruptions, FLUSH forgets reservations too, so that a FAIL after it
 * finds no job, a command line is limited to 64 MB,
 * and nothing is kept on disk.
 *
 * <p>Safe for use by several threads.
 */
public final class EmbeddedFaktory implements LoadableServer {

    private final String host;
    private final Optional<String> password;
    private final MovableClock clock;
    private final Store store;
    private final Workers workers;
    private final Listener listener;
    private final Scheduler scheduler;

    private EmbeddedFaktory(Builder builder) throws IOException {
        host = builder.host;
        password = builder.password;
        clock = new MovableClock(builder.clock);
        store = new Store(clock, new Random());
        workers = new Workers(System::nanoTime);
        var commands = new Commands(store, workers, new ServerInfo(store, workers, clock));
        listener = new Listener(new InetSocketAddress(host, builder.port), commands, new Handshake(password), workers);
        scheduler = new Scheduler(store, workers);
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
     * @return a builder with the defaults: a free port of 127.0.0.1, no password, the system's clock
     */
    public static Builder builder() {
        return new Builder();
    }

    /** What a server is started with. Not for use by several threads. */
    public static final class Builder {

        private String host = "127.0.0.1";
        private int port;
        private Optional<String> password = Optional.empty();
        private Clock clock = Clock.systemUTC();

        private Builder() {}

        /**
         * Sets where the server listens; default 127.0.0.1 and a free port.
         *
         * @param host a host name or an address of this machine
         * @param port a port, or 0 for a free one
         * @return this builder
         */
        public Builder bind(String host, int port) {
            this.host = Objects.requireNonNull(host, "host");
            this.port = port;
            return this;
        }

        /**
         * Sets the password that clients must know; default none.
         *
         * @param password the password, not empty
         * @return this builder
         */
        public Builder password(String password) {
            this.password = Optional.of(password);
            return this;
        }

        /**
         * Sets the clock that jobs follow; default the system's. It may be a clock that a test moves itself.
         *
         * @param clock the clock
         * @return this builder
         */
        public Builder clock(Clock clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /**
         * Starts the server.
         *
         * @return the server, ready for connections
         * @throws UncheckedIOException if the port is taken or the host is not this machine's
         */
        public EmbeddedFaktory start() {
            try {
                var server = new EmbeddedFaktory(this);
                server.listener.start();
                server.scheduler.start();
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException("cannot listen on " + host + ":" + port + ": " + e.getMessage(), e);
            }
        }
    }

    @Override
    public String url() {
        return Urls.of("tcp", password, host, port());
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
     * Moves the server's clock forward. When this returns, jobs that fell due are in their queues, and reservations
     * that ended have failed.
     *
     * @param time how far; not negative
     */
    public void advance(Duration time) {
        clock.advance(time);
        store.moveDueJobs();
    }

    /**
     * Replaces everything that the server holds; the counts begin again at 0. Times are exact, also those that are
     * past: such a job is moved at once.
     *
     * @param state what to hold; times that count from loading count from the server's clock
     */
    @Override
    public void load(ServerState state) {
        store.load(state.resolved(clock.instant()));
    }

    /**
     * What the server holds now.
     *
     * @return a snapshot, with fixed times, which {@link #load} would bring back
     */
    @Override
    public ServerState state() {
        return store.state();
    }

    /**
     * The jobs waiting in one queue.
     *
     * @param queue the queue's name
     * @return their JSON, the next one to be fetched first; empty for an unknown queue
     */
    public List<String> queued(String queue) {
        return texts(store.queued(queue));
    }

    /**
     * The jobs that wait for their time.
     *
     * @return their JSON, the first one due first
     */
    public List<String> scheduled() {
        return texts(store.jobsIn(JobSet.SCHEDULED));
    }

    /**
     * The jobs that failed and will run again.
     *
     * @return their JSON, the first one due first
     */
    public List<String> retries() {
        return texts(store.jobsIn(JobSet.RETRIES));
    }

    /**
     * The jobs that failed for good.
     *
     * @return their JSON, the oldest first
     */
    public List<String> dead() {
        return texts(store.jobsIn(JobSet.DEAD));
    }

    /**
     * The jobs that are reserved: fetched, and neither acknowledged nor failed.
     *
     * @return their JSON
     */
    public List<String> working() {
        return texts(store.working());
    }

    /**
     * How many executions ended since the start or the last FLUSH, in success or failure.
     *
     * @return a number, as in INFO's {@code total_processed}
     */
    public long processed() {
        return store.processed();
    }

    /**
     * How many executions failed since the start or the last FLUSH.
     *
     * @return a number, as in INFO's {@code total_failures}
     */
    public long failures() {
        return store.failures();
    }

    /**
     * The workers that are connected.
     *
     * @return their wids
     */
    public List<String> workers() {
        return workers.wids();
    }

    /** Tells every connected worker, in the reply to its next BEAT, to fetch no more jobs. */
    public void quiet() {
        workers.tellAll(WorkerState.QUIET);
    }

    /** Tells every connected worker, in the reply to its next BEAT, to stop. */
    public void terminate() {
        workers.tellAll(WorkerState.TERMINATE);
    }

    /** Closes the port and all connections at once. When this returns, no thread of the server is left. */
    @Override
    public void close() {
        scheduler.close();
        store.close();
        listener.close();
    }

    private static List<String> texts(List<Job> jobs) {
        return jobs.stream().map(Job::json).toList();
    }
}
