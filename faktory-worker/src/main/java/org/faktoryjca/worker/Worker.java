package org.faktoryjca.worker;

import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.faktoryjca.ClosedException;
import org.faktoryjca.FaktoryHealth;
import org.faktoryjca.InvalidBeanException;
import org.faktoryjca.client.BeatReply;
import org.faktoryjca.client.WorkerIdentity;

/**
 * Serves one work server, for as long as it is wanted: its handlers, and the {@link Shift} that serves them now. It begins with
 * the first handler. Thread-safe.
 *
 * <p>Its lifecycle: {@link #start()} begins, or resumes under a new wid after {@link #quiet()}, {@link #stop()} or the server's
 * terminate; {@link #close()} is a stop after which nothing begins any more.
 */
public final class Worker implements Lifecycle, AutoCloseable {
    private final WorkerSettings settings;
    private final Surroundings surroundings;
    private final Outage outage;
    private final WorkerManagement management;

    /** Guards all that follows. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private final Map<Handler, Capacity> handlers = new LinkedHashMap<>();
    private final Set<Handler> leaving = new HashSet<>();
    private final Set<Shift> ending = new HashSet<>();
    private Optional<Shift> shift = Optional.empty();
    private WorkerIdentity identity;
    private WorkerState state = WorkerState.NEW;

    /**
     * A worker that does nothing yet.
     *
     * @param settings how it behaves
     * @param identity as what the server knows it first
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
        var counts = new WorkerCounts();
        this.surroundings = new Surroundings(threads, counts.and(listener.guarded()), time, random);
        this.outage = new Outage(surroundings.listener(), time);
        this.management = new WorkerManagement(this, counts, surroundings.listener());
    }

    /**
     * Serves this handler from now on, and begins if the worker has not, or has stopped. Returns at once, whether the server can be
     * reached or not. Does nothing for a handler that is served.
     *
     * @throws InvalidBeanException if another handler takes the same jobs
     * @throws ClosedException if the worker is closed
     * @throws org.faktoryjca.FaktoryException if no thread can be had; then the handler is not served
     */
    public void add(Handler handler) {
        lock.lock();
        try {
            refuseIfClosed();
            if (handlers.containsKey(handler)) {
                return;
            }
            handlers.put(handler, new Capacity(handler.concurrency()));
            var served = false;
            try {
                if (shift.isPresent()) {
                    shift.get().add(handler, handlers.get(handler));
                } else {
                    begin();
                }
                served = true;
            } finally {
                if (!served) {
                    handlers.remove(handler);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void refuseIfClosed() {
        if (state == WorkerState.CLOSED) {
            throw new ClosedException(
                    "worker " + identity.wid() + " is closed: it takes no handler and does not resume");
        }
    }

    /** Begins a shift for all handlers, and only then takes it for its own. */
    private void begin() {
        // The first one has the identity that was given; to the server the others are new workers.
        var own = state == WorkerState.NEW ? identity : WorkerIdentities.renewed(identity);
        var next = new Shift(settings, own, surroundings, outage, this::told);
        next.begin();
        var begun = false;
        try {
            handlers.forEach(next::add);
            begun = true;
        } finally {
            if (!begun) {
                next.stop();
            }
        }
        identity = own;
        shift = Optional.of(next);
        state = WorkerState.RUNNING;
        management.register(settings.server().hostAndPort(), own.wid());
    }

    /**
     * Serves this handler no more. Fetches nothing further for it, lets its jobs run for up to {@code shutdownTimeout}, and
     * returns then; what still runs may not commit any more. Does nothing for a handler that is not served; a second call waits for
     * the end of the first.
     */
    public void remove(Handler handler) {
        List<Shift> serving;
        lock.lock();
        try {
            if (handlers.remove(handler) == null) {
                awaitGone(handler);
                return;
            }
            leaving.add(handler);
            serving = Stream.concat(shift.stream(), ending.stream()).toList();
        } finally {
            lock.unlock();
        }
        try {
            serving.forEach(each -> each.remove(handler));
        } finally {
            gone(() -> leaving.remove(handler));
        }
    }

    private void awaitGone(Handler handler) {
        while (leaving.contains(handler)) {
            changed.awaitUninterruptibly();
        }
    }

    private void gone(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Fetches no more, and goes on with everything else, until it stops or resumes. */
    public void quiet() {
        lock.lock();
        try {
            shift.ifPresent(this::quiet);
        } finally {
            lock.unlock();
        }
    }

    private void quiet(Shift own) {
        if (own.quiet()) {
            state = WorkerState.QUIET;
            surroundings.listener().on(new WorkerEvent.Quieted(own.identity().wid()));
        }
    }

    /** The server's word to a shift, which may no longer be the current one; in the shift's thread that may wait. */
    private void told(Shift own, BeatReply reply) {
        lock.lock();
        try {
            if (shift.filter(own::equals).isEmpty()) {
                return;
            }
            if (reply == BeatReply.QUIET) {
                quiet(own);
                return;
            }
            surroundings.listener().on(new WorkerEvent.Terminated(own.identity().wid()));
        } finally {
            lock.unlock();
        }
        stop();
    }

    /**
     * Begins to serve the handlers there are; after quiet, stop or terminate under a new wid. What still runs from before may end
     * within {@code shutdownTimeout}. Without a handler it begins with the first.
     *
     * @throws ClosedException if the worker is closed
     */
    @Override
    public void start() {
        lock.lock();
        try {
            refuseIfClosed();
            if (state == WorkerState.RUNNING || handlers.isEmpty()) {
                return;
            }
            var before = shift;
            begin();
            before.ifPresent(own -> {
                ending.add(own);
                own.close();
                own.errands().execute(() -> end(own));
            });
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #start()}: by the name that operators know. */
    public void resume() {
        start();
    }

    /** As {@link #remove} for every handler, which stay for a {@link #start()}. A second call waits for the end of the first. */
    @Override
    public void stop() {
        stop(WorkerState.STOPPED);
    }

    /** Stops for good, also a worker that has not begun. A second call waits for the end of the first. */
    @Override
    public void close() {
        stop(WorkerState.CLOSED);
    }

    private void stop(WorkerState next) {
        Optional<Shift> own;
        lock.lock();
        try {
            own = shift;
            shift = Optional.empty();
            own.ifPresent(ending::add);
            if (next == WorkerState.CLOSED || state != WorkerState.NEW && state != WorkerState.CLOSED) {
                state = next;
            }
            if (state == WorkerState.CLOSED) {
                management.unregister();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        own.ifPresent(this::end);
        awaitEnds();
    }

    private void end(Shift own) {
        try {
            own.stop();
        } finally {
            gone(() -> ending.remove(own));
        }
    }

    /** So that whoever ends the process after this, as a shutdown hook does, leaves the jobs their time. */
    private void awaitEnds() {
        lock.lock();
        try {
            while (!ending.isEmpty() || !leaving.isEmpty()) {
                changed.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the worker has stopped, whoever stopped it, and until it has drained. */
    public void awaitTermination() throws InterruptedException {
        lock.lock();
        try {
            while (!isStopped() || !ending.isEmpty()) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isStopped() {
        return state == WorkerState.STOPPED || state == WorkerState.CLOSED;
    }

    @Override
    public boolean isRunning() {
        lock.lock();
        try {
            return state == WorkerState.RUNNING || state == WorkerState.QUIET;
        } finally {
            lock.unlock();
        }
    }

    /** Whether it is closed, or just closing: it takes no handler any more. */
    public boolean hasStopped() {
        lock.lock();
        try {
            return state == WorkerState.CLOSED;
        } finally {
            lock.unlock();
        }
    }

    /** Whether this handler is served, or will be when the worker resumes. */
    public boolean serves(Handler handler) {
        lock.lock();
        try {
            return handlers.containsKey(handler);
        } finally {
            lock.unlock();
        }
    }

    /** As what the server knows this worker now, or knew it last. */
    public WorkerIdentity identity() {
        lock.lock();
        try {
            return identity;
        } finally {
            lock.unlock();
        }
    }

    /** How many jobs run now, also those of before a resume. */
    int busy() {
        lock.lock();
        try {
            return Stream.concat(shift.stream(), ending.stream())
                    .mapToInt(Shift::busy)
                    .sum();
        } finally {
            lock.unlock();
        }
    }

    /** How the worker is. */
    public FaktoryHealth health() {
        lock.lock();
        try {
            return new FaktoryHealth(
                    settings.server().hostAndPort(),
                    identity.wid(),
                    state.name(),
                    outage.isConnected(),
                    shift.flatMap(Shift::sinceHeartbeat),
                    shift.map(Shift::lanes).orElse(0),
                    shift.map(Shift::unserved).orElse(0));
        } finally {
            lock.unlock();
        }
    }

    Instant now() {
        return surroundings.time().now();
    }
}
