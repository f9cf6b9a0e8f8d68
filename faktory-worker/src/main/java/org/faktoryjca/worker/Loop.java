package org.faktoryjca.worker;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** A thread that does the same again and again until it is stopped. */
final class Loop implements Lifecycle {
    /** Longer it can only wait for a reply, until the read time-out: it holds nothing but its own connection. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(3);

    private static final Duration AFTER_AN_ERROR = Duration.ofSeconds(1);

    private final String name;
    private final WorkerThreads threads;
    private final WorkerListener listener;
    private final Supplier<Turn> turns;

    /** Guards {@link #run}. */
    private final ReentrantLock lock = new ReentrantLock();

    private Optional<Run> run = Optional.empty();

    /** What is done, and held from the start to the end of one thread. */
    interface Turn {
        /** Does it once, and waits in the gate where there is something to wait for. */
        void step(Gate gate) throws InterruptedException;

        /** Called from another thread once the gate is closed, in case that the step waits elsewhere. */
        default void wake() {}

        /** Gives back what is held. */
        default void end() {}
    }

    /**
     * A loop that is not yet running.
     *
     * @param turns what a new thread does
     */
    Loop(String name, WorkerThreads threads, WorkerListener listener, Supplier<Turn> turns) {
        this.name = name;
        this.threads = threads;
        this.listener = listener;
        this.turns = turns;
    }

    private final class Run implements Runnable {
        private final Gate gate = new Gate();
        private final CountDownLatch ended = new CountDownLatch(1);
        private final Turn turn = turns.get();
        private volatile Thread thread;

        /** When a stop waits no longer, in nanoseconds; 0 before any. */
        private final AtomicLong until = new AtomicLong();

        @Override
        public void run() {
            thread = Thread.currentThread();
            try {
                while (gate.pass()) {
                    step();
                }
            } catch (InterruptedException e) {
                // As a stop: the container wants its thread back.
                Thread.currentThread().interrupt();
            } finally {
                try {
                    turn.end();
                } finally {
                    ended.countDown();
                }
            }
        }

        private void step() throws InterruptedException {
            try {
                turn.step(gate);
            } catch (RuntimeException | Error e) {
                // Also an Error: an application server goes on after one, and nobody would begin this again.
                listener.on(new WorkerEvent.Troubled(name + " failed and goes on", e));
                gate.pause(AFTER_AN_ERROR);
            }
        }

        void beginStop() {
            gate.close();
            turn.wake();
            until.compareAndSet(0, System.nanoTime() + LAST_WORDS.toNanos());
        }

        boolean isAlive() {
            return !gate.isClosed() && ended.getCount() > 0;
        }

        void awaitEnd() {
            if (thread == Thread.currentThread()) {
                return;
            }
            try {
                ended.await(until.get() - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void start() {
        lock.lock();
        try {
            if (!isRunning()) {
                var next = new Run();
                threads.start(name, next);
                run = Optional.of(next);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Begins a {@link #stop()}, and with it the time that this may take. */
    void beginStop() {
        current().ifPresent(Run::beginStop);
    }

    /** From the loop's own thread it only says so: the thread ends after its step. */
    @Override
    public void stop() {
        var last = current();
        last.ifPresent(Run::beginStop);
        last.ifPresent(Run::awaitEnd);
    }

    @Override
    public boolean isRunning() {
        return current().filter(Run::isAlive).isPresent();
    }

    private Optional<Run> current() {
        lock.lock();
        try {
            return run;
        } finally {
            lock.unlock();
        }
    }
}
