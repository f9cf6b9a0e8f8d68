package org.faktoryjca.worker;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.faktoryjca.ClosedException;
import org.faktoryjca.client.BeatReply;
import org.faktoryjca.client.WorkerIdentity;
import org.faktoryjca.client.settings.Queues;

/**
 * Serves one work server: one identity, one heartbeat, and a group of lanes for each value of {@code queues} that its handlers
 * have. It begins with the first handler. Thread-safe.
 */
public final class Worker implements AutoCloseable {
    /** How long jobs given up, once they have ended, and the heartbeat may take for their last words. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(3);

    private final WorkerSettings settings;
    private final WorkerIdentity identity;
    private final WorkerThreads threads;
    private final WorkerListener listener;
    private final WorkerTime time;
    private final RandomGenerator random;
    private final Router router;
    private final Reporter reporter;
    private final Outage outage;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch heartbeatEnded = new CountDownLatch(1);

    /** Guards all that follows. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Map<Queues, LaneGroup> groups = new HashMap<>();
    private final Map<Handler, Registration> registrations = new HashMap<>();
    private Heartbeat heartbeat;
    private State state = State.NEW;
    private boolean terminating;

    private enum State {
        NEW,
        RUNNING,
        QUIET,
        STOPPED
    }

    /**
     * A worker that does nothing yet.
     *
     * @param settings how it behaves
     * @param identity as what the server knows it
     * @param threads where its threads come from
     * @param listener is told what happens
     * @param time the clocks it looks at
     * @param random thread-safe; draws queues by weight, and spreads reconnects
     */
    public Worker(
            WorkerSettings settings,
            WorkerIdentity identity,
            WorkerThreads threads,
            WorkerListener listener,
            WorkerTime time,
            RandomGenerator random) {
        this.settings = settings;
        this.identity = identity;
        this.threads = threads;
        this.listener = listener;
        this.time = time;
        this.random = random;
        this.router = new Router(settings.startupGrace(), time);
        this.reporter = new Reporter(listener);
        this.outage = new Outage(listener, time);
    }

    /**
     * Serves this handler from now on. Returns at once, whether the server can be reached or not.
     *
     * @throws org.faktoryjca.InvalidBeanException if another handler takes the same jobs
     * @throws ClosedException if the worker has stopped
     */
    public void add(Handler handler) {
        lock.lock();
        try {
            if (state == State.STOPPED) {
                throw new ClosedException("worker " + identity.wid() + " has stopped and takes no handler");
            }
            var registration = new Registration(handler);
            router.add(registration);
            registrations.put(handler, registration);
            if (state == State.NEW) {
                state = State.RUNNING;
                begin();
            }
            groups.computeIfAbsent(handler.queues(), this::group).resize(handler.concurrency());
        } finally {
            lock.unlock();
        }
    }

    private void begin() {
        heartbeat = new Heartbeat(
                settings.heartbeat(), identity.wid(), link(), listener, this::told, heartbeatEnded::countDown);
        threads.start(name() + "-heartbeat", heartbeat);
        listener.on(new WorkerEvent.Started(identity.wid()));
    }

    private LaneGroup group(Queues queues) {
        var group = new LaneGroup(
                queues,
                random,
                threads,
                name(),
                listener,
                own -> new Lane(own, link(), router, reporter, listener, time));
        if (state == State.QUIET) {
            group.gate().quiet();
        }
        return group;
    }

    private Link link() {
        return new Link(settings.server(), identity, outage, random);
    }

    private String name() {
        return "faktory-" + identity.wid();
    }

    /**
     * Serves this handler no more. Fetches nothing further for it, lets its jobs run for up to {@code shutdownTimeout}, and
     * returns then; what still runs may not commit any more. Does nothing for a handler that is not served.
     */
    public void remove(Handler handler) {
        remove(handler, deadline());
    }

    private long deadline() {
        return time.nanoTime() + settings.shutdownTimeout().toNanos();
    }

    private Duration until(long deadline) {
        return Duration.ofNanos(Math.max(0, deadline - time.nanoTime()));
    }

    private void remove(Handler handler, long deadline) {
        Registration registration;
        LaneGroup group;
        boolean last;
        lock.lock();
        try {
            registration = registrations.remove(handler);
            if (registration == null) {
                return;
            }
            group = groups.get(handler.queues());
            last = !group.resize(-handler.concurrency());
            if (last) {
                groups.remove(handler.queues());
                group.gate().close();
            }
        } finally {
            lock.unlock();
        }
        if (last) {
            // A FETCH under way may still bring a job, which then runs: only after that nobody routes to the handler.
            group.awaitEnd(until(deadline));
        }
        router.remove(registration);
        registration.close(until(deadline));
        if (last) {
            group.awaitEnd(LAST_WORDS);
        }
    }

    /** Fetches no more, and goes on with everything else, until it stops: as the server's pages call it. */
    public void quiet() {
        lock.lock();
        try {
            if (state == State.RUNNING) {
                state = State.QUIET;
                groups.values().forEach(group -> group.gate().quiet());
                listener.on(new WorkerEvent.Quieted(identity.wid()));
            }
        } finally {
            lock.unlock();
        }
    }

    private void told(BeatReply reply) {
        if (reply == BeatReply.QUIET) {
            quiet();
        } else if (reply == BeatReply.TERMINATE) {
            terminate();
        }
    }

    /** The heartbeat's own thread says this, and must not wait for the jobs to end. */
    private void terminate() {
        lock.lock();
        try {
            if (state == State.STOPPED || terminating) {
                return;
            }
            terminating = true;
            listener.on(new WorkerEvent.Terminated(identity.wid()));
            threads.start(name() + "-terminate", this::close);
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #remove} for every handler, and then ends. A second call does nothing. */
    @Override
    public void close() {
        Map<Handler, Registration> left;
        lock.lock();
        try {
            if (state == State.STOPPED) {
                return;
            }
            state = State.STOPPED;
            left = Map.copyOf(registrations);
            groups.values().forEach(group -> group.gate().close());
        } finally {
            lock.unlock();
        }
        var deadline = deadline();
        left.keySet().forEach(handler -> remove(handler, deadline));
        endHeartbeat();
        listener.on(new WorkerEvent.Stopped(identity.wid()));
        ended.countDown();
    }

    private void endHeartbeat() {
        if (heartbeat == null) {
            return;
        }
        heartbeat.stop();
        try {
            // Longer it can only wait for a reply, until the read time-out: it holds nothing but its own connection.
            heartbeatEnded.await(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until the worker has stopped, whoever stopped it. */
    public void awaitTermination() throws InterruptedException {
        ended.await();
    }

    /** Whether it has stopped, or is stopping: it takes no handler any more. */
    public boolean hasStopped() {
        lock.lock();
        try {
            return state == State.STOPPED;
        } finally {
            lock.unlock();
        }
    }

    /** Whether this handler is served, or its jobs are still being ended. */
    public boolean serves(Handler handler) {
        lock.lock();
        try {
            return registrations.containsKey(handler);
        } finally {
            lock.unlock();
        }
    }

    /** As what the server knows this worker. */
    public WorkerIdentity identity() {
        return identity;
    }
}
