package org.faktoryjca.worker;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A thread for what lanes and heartbeat must not do themselves, because it may wait: asking an application server for another
 * thread, draining. One at a time, in order.
 */
final class Errands implements Lifecycle, Executor {
    private final Loop loop;

    /** Guards {@link #waiting}. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private final Deque<Runnable> waiting = new ArrayDeque<>();

    Errands(String name, WorkerThreads threads, WorkerListener listener) {
        this.loop = new Loop(name + "-errands", threads, listener, Running::new);
    }

    private final class Running implements Loop.Turn {
        @Override
        public void step(Gate gate) throws InterruptedException {
            next(gate).ifPresent(Runnable::run);
        }

        @Override
        public void wake() {
            lock.lock();
            try {
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private Optional<Runnable> next(Gate gate) throws InterruptedException {
        lock.lock();
        try {
            while (waiting.isEmpty() && !gate.isClosed()) {
                changed.await();
            }
            return gate.isClosed() ? Optional.empty() : Optional.of(waiting.poll());
        } finally {
            lock.unlock();
        }
    }

    /** Has this done soon, or after the next start; returns at once. */
    @Override
    public void execute(Runnable errand) {
        lock.lock();
        try {
            waiting.add(errand);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void start() {
        loop.start();
    }

    @Override
    public void stop() {
        loop.stop();
    }

    @Override
    public boolean isRunning() {
        return loop.isRunning();
    }
}
