package org.faktoryjca.worker;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.faktoryjca.Job;

/** A handler as a shift holds it: with what runs in it now. Thread-safe. */
final class Registration {
    private final Handler handler;
    private final Capacity capacity;

    /** Guards all that follows. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private final Map<Delivery, Thread> running = new HashMap<>();
    private int expected;
    private volatile boolean closed;

    /**
     * A handler that runs nothing yet.
     *
     * @param capacity the handler's own, in whatever shift
     */
    Registration(Handler handler, Capacity capacity) {
        this.handler = handler;
        this.capacity = capacity;
    }

    Handler handler() {
        return handler;
    }

    /** Whether a job would not have to wait. */
    boolean hasRoom() {
        return !closed && capacity.isFree();
    }

    /**
     * Takes room for a job that is yet to be fetched; empty if the handler is full or closed, if one that has been fetched waits for
     * room, or if its runner has no place.
     */
    Optional<Room> reserve() {
        if (closed || !capacity.tryTake()) {
            return Optional.empty();
        }
        var place = Optional.<Place>empty();
        try {
            place = handler.runner().reserve();
        } finally {
            if (place.isEmpty()) {
                capacity.giveBack();
            }
        }
        return place.map(own -> new Room(this, own));
    }

    /** A job was fetched for this handler, and will be run or wait for room; followed by {@link #done()}. */
    void expect() {
        lock.lock();
        try {
            expected++;
        } finally {
            lock.unlock();
        }
    }

    void done() {
        lock.lock();
        try {
            expected--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Room for one job at a time, which a lane keeps while it goes on fetching. */
    record Room(Registration registration, Place place) {
        /** As {@link Registration#run}, and without waiting. */
        Outcome run(Job job, Lease lease) {
            return registration.delivered(job, lease, delivery -> registration.inside(delivery, place::run));
        }

        /** Whether a job that another lane has fetched waits for it, and would for as long as this one keeps it. */
        boolean isAwaited() {
            return registration.capacity.isAwaited();
        }

        void release() {
            try {
                place.release();
            } finally {
                registration.capacity.giveBack();
            }
        }
    }

    /**
     * Runs the job, after having waited for room in the handler if it is full. Whatever goes wrong is the outcome, and never an
     * exception: it would take the lane with it.
     */
    Outcome run(Job job, Lease lease) {
        return delivered(job, lease, delivery -> {
            if (!capacity.take(lease.left(), () -> closed)) {
                return givenUp(delivery);
            }
            try {
                return inside(delivery, handler.runner()::run);
            } finally {
                capacity.giveBack();
            }
        });
    }

    private static Outcome givenUp(Delivery delivery) {
        delivery.doom();
        return delivery.doomedOutcome();
    }

    private Outcome delivered(Job job, Lease lease, Function<Delivery, Outcome> how) {
        try {
            return how.apply(new Delivery(handler.binder().bind(job), lease));
        } catch (RuntimeException | Error e) {
            // A runner promises not to; if it does, its job is reported and the lane goes on.
            return Outcome.failed(e);
        }
    }

    private Outcome inside(Delivery delivery, Function<Delivery, Outcome> runner) {
        // Waiting for room may have outlasted the reservation: then someone else has the job.
        if (delivery.isOver() || !enter(delivery)) {
            return givenUp(delivery);
        }
        try {
            return Objects.requireNonNull(runner.apply(delivery), "the runner's outcome");
        } finally {
            leave(delivery);
        }
    }

    private boolean enter(Delivery delivery) {
        lock.lock();
        try {
            if (!closed) {
                running.put(delivery, Thread.currentThread());
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void leave(Delivery delivery) {
        lock.lock();
        try {
            running.remove(delivery);
        } finally {
            lock.unlock();
        }
    }

    /** Whether the current thread runs one of its jobs. */
    boolean isInJob() {
        lock.lock();
        try {
            return running.containsValue(Thread.currentThread());
        } finally {
            lock.unlock();
        }
    }

    /** How many jobs run now. */
    int busy() {
        lock.lock();
        try {
            return running.size();
        } finally {
            lock.unlock();
        }
    }

    /** Gives up the jobs that run beyond their reservations, and answers those of which nobody has told yet. */
    List<Job> overdue() {
        lock.lock();
        try {
            return running.keySet().stream()
                    .filter(Delivery::isLeaseOver)
                    .filter(delivery -> delivery.doom() && delivery.lease().tells())
                    .map(Delivery::job)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for the jobs that run or wait for room, and gives up those that take longer; interrupts them where the handler wants it. Runs
     * no other from then on. Answers those given up by this call.
     */
    List<Job> close(Duration atMost) {
        lock.lock();
        try {
            var left = atMost.toNanos();
            while (expected > 0 && left > 0) {
                left = changed.awaitNanos(left);
            }
            return giveUp();
        } catch (InterruptedException e) {
            // Whoever stops us is in a hurry: what still runs is given up at once.
            Thread.currentThread().interrupt();
            return giveUp();
        } finally {
            lock.unlock();
        }
    }

    private List<Job> giveUp() {
        closed = true;
        capacity.wake();
        var doomed = running.keySet().stream().filter(Delivery::doom).toList();
        if (handler.interruptOnShutdown()) {
            // Under the lock, so that it meets this job and not the lane's next one.
            doomed.forEach(delivery -> running.get(delivery).interrupt());
        }
        return doomed.stream().map(Delivery::job).toList();
    }
}
