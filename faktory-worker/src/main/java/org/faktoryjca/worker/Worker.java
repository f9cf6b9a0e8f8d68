package org.faktoryjca.worker;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.faktoryjca.ClosedException;
import org.faktoryjca.FaktoryHealth;
import org.faktoryjca.InvalidBeanException;
import org.faktoryjca.client.WorkerIdentity;

/**
 * Serves one work server, for as long as it is wanted: its handlers, and the {@link Shifts} that serve them. It begins with the
 * first handler. Thread-safe.
 *
 * <p>Its lifecycle: {@link #start()} begins, or resumes under a new wid after {@link #quiet()}, {@link #stop()} or the server's
 * terminate; {@link #close()} is a stop after which nothing begins any more.
 */
public final class Worker implements Lifecycle, AutoCloseable {
    private final Shifts shifts;

    /** Guards all that follows. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private final Map<Handler, Capacity> handlers = new LinkedHashMap<>();
    private final Set<Handler> leaving = new HashSet<>();

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
        var counts = new WorkerCounts();
        var surroundings = new Surroundings(threads, counts.and(listener.guarded()), time, random);
        this.shifts = new Shifts(settings, identity, surroundings, counts, this::start);
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
            if (handlers.containsKey(handler)) {
                return;
            }
            handlers.put(handler, new Capacity(handler.concurrency()));
            var served = false;
            try {
                shifts.serve(handler, handlers);
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

    /**
     * Serves this handler no more. Fetches nothing further for it, lets its jobs run for up to {@code shutdownTimeout}, and
     * returns then; what still runs may not commit any more. Does nothing for a handler that is not served; a second call waits for
     * the end of the first.
     */
    public void remove(Handler handler) {
        lock.lock();
        try {
            if (handlers.remove(handler) == null) {
                awaitGone(handler);
                return;
            }
            leaving.add(handler);
        } finally {
            lock.unlock();
        }
        try {
            shifts.all().forEach(each -> each.remove(handler));
        } finally {
            lock.lock();
            try {
                leaving.remove(handler);
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private void awaitGone(Handler handler) {
        while (leaving.contains(handler)) {
            changed.awaitUninterruptibly();
        }
    }

    /** Fetches no more, and goes on with everything else, until it stops or resumes. */
    public void quiet() {
        shifts.quiet();
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
            shifts.resume(handlers);
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #start()}: by the name that operators know. */
    public void resume() {
        start();
    }

    /**
     * As {@link #remove} for every handler, which stay for a {@link #start()}. A second call waits for the end of the first. A job of this
     * worker that calls it does not wait, neither for itself nor for others.
     */
    @Override
    public void stop() {
        shifts.stop(WorkerState.STOPPED);
        awaitRemovals();
    }

    /**
     * Begins what {@link #close()} does, and returns at once: for whoever closes several workers and has {@code shutdownTimeout} for
     * all of them together.
     */
    public void beginClose() {
        shifts.beginClose();
    }

    /** Stops for good, also a worker that has not begun; otherwise as {@link #stop()}. */
    @Override
    public void close() {
        shifts.stop(WorkerState.CLOSED);
        awaitRemovals();
    }

    /** Of handlers that someone else is just removing. */
    private void awaitRemovals() {
        lock.lock();
        try {
            while (!leaving.isEmpty() && !shifts.isInJob()) {
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
        shifts.awaitTermination();
    }

    @Override
    public boolean isRunning() {
        return shifts.state() == WorkerState.RUNNING || shifts.state() == WorkerState.QUIET;
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
        return shifts.identity();
    }

    /** How the worker is. */
    public FaktoryHealth health() {
        return shifts.health();
    }
}
