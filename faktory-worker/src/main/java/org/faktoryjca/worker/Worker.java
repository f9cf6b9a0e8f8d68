package org.faktoryjca.worker;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
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
    private final Outage outage;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch heartbeatEnded = new CountDownLatch(1);

    /** Guards all that follows. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition removed = lock.newCondition();
    private final Map<Queues, LaneGroup> groups = new HashMap<>();
    private final Map<Handler, Registration> registrations = new HashMap<>();
    private Heartbeat heartbeat;
    private State state = State.NEW;
    private boolean terminating;
    private int removals;

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
        this.listener = listener.guarded();
        this.time = time;
        this.random = random;
        this.router = new Router(settings.startupGrace(), time);
        this.outage = new Outage(this.listener, time);
    }

    /**
     * Serves this handler from now on. Returns at once, whether the server can be reached or not.
     *
     * @throws org.faktoryjca.InvalidBeanException if another handler takes the same jobs
     * @throws ClosedException if the worker has stopped
     * @throws org.faktoryjca.FaktoryException if no thread can be had; then the handler is not served
     */
    public void add(Handler handler) {
        lock.lock();
        try {
            if (state == State.STOPPED) {
                throw new ClosedException("worker " + identity.wid() + " has stopped and takes no handler");
            }
            var registration = new Registration(handler);
            router.add(registration);
            var served = false;
            try {
                if (state == State.NEW) {
                    begin();
                    state = State.RUNNING;
                }
                group(handler).join(registration);
                registrations.put(handler, registration);
                served = true;
            } finally {
                if (!served) {
                    router.remove(registration);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void begin() {
        var beating = new Heartbeat(
                settings.heartbeat(), identity.wid(), link(), listener, this::told, heartbeatEnded::countDown);
        threads.start(name() + "-heartbeat", beating);
        heartbeat = beating;
        listener.on(new WorkerEvent.Started(identity.wid()));
    }

    /** Without a lane it costs nothing, so that one whose first lane got no thread may stay for the next try. */
    private LaneGroup group(Handler handler) {
        return groups.computeIfAbsent(handler.queues(), this::newGroup);
    }

    private LaneGroup newGroup(Queues queues) {
        var group = new LaneGroup(
                queues,
                random,
                threads,
                name() + "-" + queues.names().get(0),
                listener,
                own -> new Lane(own, link(), router, listener, time));
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
        drain(handler, deadline()).ifPresent(group -> group.awaitEnd(LAST_WORDS));
    }

    private long deadline() {
        return time.nanoTime() + settings.shutdownTimeout().toNanos();
    }

    private Duration until(long deadline) {
        return Duration.ofNanos(Math.max(0, deadline - time.nanoTime()));
    }

    /** Gives the group back, if it was the handler's alone: its lanes may still have something to report. */
    private Optional<LaneGroup> drain(Handler handler, long deadline) {
        Registration registration;
        Optional<LaneGroup> own;
        lock.lock();
        try {
            registration = registrations.remove(handler);
            if (registration == null) {
                return Optional.empty();
            }
            own = leave(registration);
            removals++;
        } finally {
            lock.unlock();
        }
        try {
            // A FETCH under way may still bring a job, which then runs: only after that nobody routes to the handler.
            own.ifPresent(group -> group.awaitEnd(until(deadline)));
            router.remove(registration);
            registration.close(until(deadline));
        } finally {
            drained();
        }
        return own;
    }

    /** Takes the handler's part out of its group, and closes the group if none is left. */
    private Optional<LaneGroup> leave(Registration registration) {
        var group = group(registration.handler());
        if (group.leave(registration)) {
            return Optional.empty();
        }
        groups.remove(registration.handler().queues());
        group.gate().close();
        return Optional.of(group);
    }

    private void drained() {
        lock.lock();
        try {
            removals--;
            removed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for handlers that someone else is just removing. */
    private void awaitRemovals(long deadline) {
        lock.lock();
        try {
            var left = until(deadline).toNanos();
            while (removals > 0 && left > 0) {
                left = removed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
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
            threads.start(name() + "-terminate", this::close);
            terminating = true;
            listener.on(new WorkerEvent.Terminated(identity.wid()));
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #remove} for every handler, and then ends. A second call only waits for the end of the first. */
    @Override
    public void close() {
        if (stops()) {
            try {
                drainAll();
                endHeartbeat();
                listener.on(new WorkerEvent.Stopped(identity.wid()));
            } finally {
                ended.countDown();
            }
        } else {
            awaitEnd();
        }
    }

    /** Whether this call is the one that stops the worker. */
    private boolean stops() {
        lock.lock();
        try {
            if (state == State.STOPPED) {
                return false;
            }
            state = State.STOPPED;
            groups.values().forEach(group -> group.gate().close());
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void drainAll() {
        var deadline = deadline();
        var left = handlers().stream()
                .flatMap(handler -> drain(handler, deadline).stream())
                .toList();
        awaitRemovals(deadline);
        // All of them together, so that what is stuck in one does not add to the others' time.
        var lastWords = time.nanoTime() + LAST_WORDS.toNanos();
        left.forEach(group -> group.awaitEnd(until(lastWords)));
    }

    private List<Handler> handlers() {
        lock.lock();
        try {
            return List.copyOf(registrations.keySet());
        } finally {
            lock.unlock();
        }
    }

    /** So that whoever ends the process after this, as a shutdown hook does, leaves the jobs their time. */
    private void awaitEnd() {
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
