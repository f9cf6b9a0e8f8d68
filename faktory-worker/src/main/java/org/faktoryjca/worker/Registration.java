package org.faktoryjca.worker;

import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.faktoryjca.Job;

/** A handler as its worker holds it: with what runs in it now. Thread-safe. */
final class Registration {
    private final Handler handler;

    /** Guards {@link #running} and {@link #closed}. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private final Set<Delivery> running = new HashSet<>();
    private boolean closed;

    Registration(Handler handler) {
        this.handler = handler;
    }

    Handler handler() {
        return handler;
    }

    /**
     * Runs the job, after having waited for a place in the handler if it is full. Whatever goes wrong is the outcome, and
     * never an exception: it would take the lane with it.
     */
    Outcome run(Job job, Lease lease) {
        try {
            return deliver(new Delivery(handler.binder().bind(job), lease));
        } catch (RuntimeException | Error e) {
            // A runner promises not to; if it does, its job is reported and the lane goes on.
            return Outcome.failed(e);
        }
    }

    private Outcome deliver(Delivery delivery) {
        if (!enter(delivery)) {
            delivery.doom();
            return delivery.doomedOutcome();
        }
        try {
            // The wait may have outlasted the reservation: then someone else has the job.
            return delivery.isOver()
                    ? delivery.doomedOutcome()
                    : Objects.requireNonNull(handler.runner().run(delivery), "the runner's outcome");
        } finally {
            leave(delivery);
        }
    }

    private boolean enter(Delivery delivery) {
        lock.lock();
        try {
            while (!closed && running.size() >= handler.concurrency()) {
                changed.awaitUninterruptibly();
            }
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
