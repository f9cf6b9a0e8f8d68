package org.faktoryjca.worker;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.faktoryjca.ClosedException;
import org.faktoryjca.FaktoryHealth;
import org.faktoryjca.client.BeatReply;
import org.faktoryjca.client.WorkerIdentity;

/** A worker's shifts, one after the other: the one that fetches now, those that still drain, and what state that makes. Thread-safe. */
final class Shifts {
    private final WorkerSettings settings;
    private final Surroundings surroundings;
    private final Outage outage;
    private final WorkerCounts counts;
    private final WorkerManagement management;

    /** Guards all that follows. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private final Set<Shift> ending = new HashSet<>();
    private Optional<Shift> current = Optional.empty();
    private WorkerIdentity identity;
    private WorkerState state = WorkerState.NEW;

    /**
     * None so far.
     *
     * @param identity of the first
     * @param resume what an operator's resume does
     */
    Shifts(
            WorkerSettings settings,
            WorkerIdentity identity,
            Surroundings surroundings,
            WorkerCounts counts,
            Runnable resume) {
        this.settings = settings;
        this.identity = identity;
        this.surroundings = surroundings;
        this.outage = new Outage(surroundings.listener(), surroundings.time());
        this.counts = counts;
        this.management = new WorkerManagement(this, resume, surroundings.listener());
    }

    /**
     * Has a new handler served, by the current shift or by a first one.
     *
     * @param all the worker's handlers, with the new one
     * @throws ClosedException if the worker is closed
     * @throws org.faktoryjca.InvalidBeanException if another handler takes the same jobs
     * @throws org.faktoryjca.FaktoryException if no thread can be had
     */
    void serve(Handler handler, Map<Handler, Capacity> all) {
        lock.lock();
        try {
            refuseIfClosed();
            if (current.isPresent()) {
                current.get().add(handler, all.get(handler));
                if (state == WorkerState.QUIET) {
                    surroundings.listener().on(new WorkerEvent.AddedQuietly(identity.wid(), handler.name()));
                }
            } else {
                begin(all);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Begins another shift for these handlers, unless one runs or there is nothing to do. Throws as {@link #serve}. */
    void resume(Map<Handler, Capacity> all) {
        lock.lock();
        try {
            refuseIfClosed();
            if (state == WorkerState.RUNNING || all.isEmpty()) {
                return;
            }
            var before = current;
            begin(all);
            before.ifPresent(own -> {
                ending.add(own);
                endBeside(own);
            });
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

    /** Takes the new shift for the current one only when all of it has begun. */
    private void begin(Map<Handler, Capacity> all) {
        // The first one has the identity that was given; to the server the others are new workers.
        var own = state == WorkerState.NEW ? identity : WorkerIdentities.renewed(identity);
        var next = new Shift(settings, own, surroundings, outage, this::told);
        next.begin();
        var begun = false;
        try {
            all.forEach(next::add);
            begun = true;
        } finally {
            if (!begun) {
                next.stop();
            }
        }
        identity = own;
        current = Optional.of(next);
        state = WorkerState.RUNNING;
        management.register(settings.server().hostAndPort(), own.wid());
    }

    /** The server's word to a shift, which may no longer be the current one; in the shift's thread that may wait. */
    private void told(Shift own, BeatReply reply) {
        lock.lock();
        try {
            if (current.filter(own::equals).isEmpty()) {
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
        stop(WorkerState.STOPPED);
    }

    /** Has the current one fetch no more. */
    void quiet() {
        lock.lock();
        try {
            current.ifPresent(this::quiet);
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

    /** Has the current one end, for good and from now on; returns at once. */
    void beginClose() {
        take(WorkerState.CLOSED).ifPresent(this::endBeside);
    }

    /** Ends the current one, and waits for the end of all; in a job's own thread, which would wait for itself, it only begins to. */
    void stop(WorkerState next) {
        var own = take(next);
        if (isInJob()) {
            own.ifPresent(this::endBeside);
            return;
        }
        ending().forEach(this::end);
        awaitEnds();
    }

    /** Whether the current thread runs a job of this worker. */
    boolean isInJob() {
        return all().stream().anyMatch(Shift::isInJob);
    }

    private Optional<Shift> take(WorkerState next) {
        lock.lock();
        try {
            var own = current;
            current = Optional.empty();
            own.ifPresent(ending::add);
            if (next == WorkerState.CLOSED || state != WorkerState.NEW && state != WorkerState.CLOSED) {
                state = next;
            }
            if (state == WorkerState.CLOSED) {
                management.unregister();
            }
            changed.signalAll();
            return own;
        } finally {
            lock.unlock();
        }
    }

    /** In a thread of its own, unless a stop comes before that. */
    private void endBeside(Shift own) {
        own.close();
        own.errands().execute(() -> end(own));
    }

    private List<Shift> ending() {
        lock.lock();
        try {
            return List.copyOf(ending);
        } finally {
            lock.unlock();
        }
    }

    private void end(Shift own) {
        if (!own.isToBeEnded()) {
            return;
        }
        try {
            own.stop();
        } finally {
            lock.lock();
            try {
                ending.remove(own);
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** So that whoever ends the process after this, as a shutdown hook does, leaves the jobs their time. */
    private void awaitEnds() {
        lock.lock();
        try {
            while (!ending.isEmpty()) {
                changed.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the worker has stopped, whoever stopped it, and until it has drained. */
    void awaitTermination() throws InterruptedException {
        lock.lock();
        try {
            while (state != WorkerState.STOPPED && state != WorkerState.CLOSED || !ending.isEmpty()) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** All that may have jobs. */
    List<Shift> all() {
        lock.lock();
        try {
            return Stream.concat(current.stream(), ending.stream()).toList();
        } finally {
            lock.unlock();
        }
    }

    WorkerState state() {
        lock.lock();
        try {
            return state;
        } finally {
            lock.unlock();
        }
    }

    /** Of the current shift, or of the last one. */
    WorkerIdentity identity() {
        lock.lock();
        try {
            return identity;
        } finally {
            lock.unlock();
        }
    }

    WorkerCounts counts() {
        return counts;
    }

    Instant now() {
        return surroundings.time().now();
    }

    FaktoryHealth health() {
        lock.lock();
        try {
            return new FaktoryHealth(
                    settings.server().hostAndPort(),
                    identity.wid(),
                    state.name(),
                    outage.isConnected(),
                    current.flatMap(Shift::sinceHeartbeat),
                    current.map(Shift::lanes).orElse(0),
                    current.map(Shift::unserved).orElse(0));
        } finally {
            lock.unlock();
        }
    }
}
