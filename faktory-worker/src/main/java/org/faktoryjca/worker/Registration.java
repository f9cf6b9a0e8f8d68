package org.faktoryjca.worker;

import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.faktoryjca.Job;

/** A handler as its worker holds it: with what runs in it now, and what room is taken in it. Thread-safe. */
final class Registration {
    private final Handler handler;

    /** Guards all that follows. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private final Set<Delivery> running = new HashSet<>();
    private int taken;
    private boolean closed;

    Registration(Handler handler) {
        this.handler = handler;
    }

    Handler handler() {
        return handler;
    }

    /** Whether a job would not have to wait. */
    boolean hasRoom() {
        lock.lock();
        try {
            return isFree();
        } finally {
            lock.unlock();
        }
    }

    private boolean isFree() {
        return !closed && taken < handler.concurrency();
    }

    /** Takes room for a job that is yet to be fetched; empty if the handler is full or closed, or its runner has no place. */
    Optional<Room> reserve() {
        if (!take()) {
            return Optional.empty();
        }
        var place = Optional.<Place>empty();
        try {
            place = handler.runner().reserve();
        } finally {
            if (place.isEmpty()) {
                giveBack();
            }
        }
        return place.map(own -> new Room(this, own));
    }

    private boolean take() {
        lock.lock();
        try {
            var free = isFree();
            taken += free ? 1 : 0;
            return free;
        } finally {
            lock.unlock();
        }
    }

    private void giveBack() {
        lock.lock();
        try {
            taken--;
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

        void release() {
            try {
                place.release();
            } finally {
                registration.giveBack();
            }
        }
    }

    /**
     * Runs the job, after having waited for room in the handler if it is full. Whatever goes wrong is the outcome, and never an
     * exception: it would take the lane with it.
     */
    Outcome run(Job job, Lease lease) {
        return delivered(job, lease, delivery -> {
            awaitRoom();
            try {
                return inside(delivery, handler.runner()::run);
            } finally {
                giveBack();
            }
        });
    }

    private void awaitRoom() {
        lock.lock();
        try {
            while (!closed && !isFree()) {
                changed.awaitUninterruptibly();
            }
            taken++;
        } finally {
            lock.unlock();
        }
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
        if (!enter(delivery)) {
            delivery.doom();
            return delivery.doomedOutcome();
        }
        try {
            // Waiting for room may have outlasted the reservation: then someone else has the job.
            return delivery.isOver()
                    ? delivery.doomedOutcome()
                    : Objects.requireNonNull(runner.apply(delivery), "the runner's outcome");
        } finally {
            leave(delivery);
        }
    }

    private boolean enter(Delivery delivery) {
        lock.lock();
        try {
            return !closed && running.add(delivery);
        } finally {
            lock.unlock();
        }
    }

    private void leave(Delivery delivery) {
        lock.lock();
        try {
            running.remove(delivery);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more jobs, waits for those that run, and gives up those that run longer. */
    void close(Duration atMost) {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            var left = atMost.toNanos();
            while (!running.isEmpty() && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            // Whoever stops us is in a hurry: what still runs is given up at once.
            Thread.currentThread().interrupt();
        } finally {
            running.forEach(Delivery::doom);
            lock.unlock();
        }
    }
}
