package org.faktoryjca.testing.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A Faktory work server in memory, on a real TCP port. It answers as Faktory 1.10.0 does; one suite of tests runs
 * against both.
 *
 * <p>What a job waits for (its {@code at}, a retry, the end of its reservation) follows the server's clock, which
 * {@link #advance} moves. What a connection waits for (a FETCH for 2 s, a HELLO for 2 s, a BEAT for 60 s) is real time.
 *
 * <p>It differs from the real server on purpose: it looks for due jobs every 100 ms and not every 5 to 15 s; it has
 * none of the real one's crashes and corruptions; FLUSH forgets reservations too, so that a FAIL after it
 * finds no job; a command line is limited to 64 MB and the depth of its JSON to 1,000; and nothing is kept on disk.
 *
 * <p>Safe for use by several threads.
 */
public final class EmbeddedFaktory implements LoadableServer {

    private final String host;
    private final Optional<String> password;
    private final boolean tls;
    private final MovableClock clock;
    private final Store store;
    private final Workers workers;
    private final Commands commands;
    private final Listener listener;
    private final Scheduler scheduler;

    EmbeddedFaktory(EmbeddedFaktoryBuilder builder) throws IOException {
        host = builder.host();
        password = builder.password();
        tls = builder.tls().isPresent();
        clock = new MovableClock(builder.clock());
        store = new Store(clock, new Random());
        workers = new Workers(System::nanoTime);
        commands = new Commands(store, workers, new ServerInfo(store, workers, clock));
        var connections = new Connections(builder.mostConnections());
        listener = new Listener(
                tls ? builder.tls().get().socket() : new ServerSocket(),
                new InetSocketAddress(host, builder.port()),
                commands,
                new Handshake(password),
                workers,
                connections);
        scheduler = new Scheduler(store, workers, connections, listener.port());
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
     * Moves the server's clock forward. When this returns, jobs that fell due are in their queues, and reservations
     * that ended have failed.
     *
     * @param time how far; not negative
     */
    public void advance(Duration time) {
        clock.advance(time);
        store.moveDueJobs();
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
        return store.read(StateLoader::state);
    }

    /**
     * The sizes of the queues.
     *
     * @return how many jobs wait in each queue that exists, by name
     */
    public Map<String, Integer> queues() {
        return store.read(places -> places.queues().sizes());
    }

    /**
     * The queues that give out no jobs.
     *
     * @return their names
     */
    public List<String> paused() {
        return store.read(places -> List.copyOf(places.queues().paused()));
    }

    /**
     * The jobs waiting in one queue.
     *
     * @param queue the queue's name
     * @return their JSON, the next one to be fetched first; empty for an unknown queue
     */
    public List<String> queued(String queue) {
        return texts(store.read(places -> places.queues().jobs(queue)));
    }

    /**
     * The jobs that wait for their time.
     *
     * @return their JSON, the first one due first
     */
    public List<String> scheduled() {
        return texts(jobs(JobSet.SCHEDULED));
    }

    /**
     * The jobs that failed and will run again.
     *
     * @return their JSON, the first one due first
     */
    public List<String> retries() {
        return texts(jobs(JobSet.RETRIES));
    }

    /**
     * The jobs that failed for good.
     *
     * @return their JSON, the oldest first
     */
    public List<String> dead() {
        return texts(jobs(JobSet.DEAD));
    }

    /**
     * The jobs that are reserved: fetched, and neither acknowledged nor failed.
     *
     * @return their JSON
     */
    public List<String> working() {
        return texts(store.read(places -> places.reservations().all().stream()
                .map(Reservations.Reservation::job)
                .toList()));
    }

    /**
     * What happened to a job: pushed, fetched by whom, failed, expired, requeued … It outlives the job; of jobs that
     * are gone, the last 100,000 are remembered.
     *
     * @param jid the job's id
     * @return the events, the first one first; of several jobs with this id, those of all
     */
    public List<JobEvent> history(String jid) {
        return store.read(places -> places.history(jid));
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
     * The ids of the workers that are connected.
     *
     * @return their wids
     */
    public List<String> workers() {
        return connectedWorkers().stream().map(ConnectedWorker::wid).toList();
    }

    /**
     * The workers that are connected, and what is known of them.
     *
     * @return the workers, the one first that connected first
     */
    public List<ConnectedWorker> connectedWorkers() {
        return workers.all();
    }

    /** Tells every connected worker, in the reply to its next BEAT, to fetch no more jobs. */
    public void quiet() {
        workers.tellAll(WorkerState.QUIET);
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
        workers.tellAll(WorkerState.TERMINATE);
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
        store.close();
    }

    /** Closes the port and all connections at once. When this returns, no thread of the server is left. */
    @Override
    public void close() {
        scheduler.close();
        shutDown();
        listener.close();
    }

    private void tell(String wid, WorkerState state) {
        if (!workers.tell(wid, state)) {
            throw new IllegalArgumentException("no worker " + wid + " is connected; there are "
                    + (workers().isEmpty() ? "none" : workers()));
        }
    }

    private List<Job> jobs(JobSet set) {
        return store.read(places ->
                places.set(set).entries().stream().map(TimedSet.Entry::job).toList());
    }

    private static List<String> texts(List<Job> jobs) {
        return jobs.stream().map(Job::json).toList();
    }
}
