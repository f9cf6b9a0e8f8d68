package org.faktoryjca.ra;

import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.work.HintsContext;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkContext;
import jakarta.resource.spi.work.WorkContextProvider;
import jakarta.resource.spi.work.WorkException;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.worker.WorkerThreads;

/**
 * A worker's threads from the application server's work manager. Thread-safe.
 *
 * <p>Works are submitted by a timer of the server's, and not by whoever wants one: WildFly has the submitter wait when its threads
 * are used up, and that may be a lane, whose end others wait for. Where a server refuses a work it is offered again.
 */
final class AdapterThreads implements WorkerThreads, AutoCloseable {
    private static final long AGAIN_MILLIS = 1000;

    private final BootstrapContext context;
    private final AtomicBoolean refused = new AtomicBoolean();

    /** Guarded by this. */
    private Timer timer;

    /** Guarded by this. */
    private boolean closed;

    AdapterThreads(BootstrapContext context) {
        this.context = context;
    }

    @Override
    public void start(String name, Runnable task) {
        submit(name, task, 0);
    }

    private synchronized void submit(String name, Runnable task, long delayMillis) {
        try {
            if (closed) {
                throw new IllegalStateException("the adapter has stopped");
            }
            if (timer == null) {
                timer = context.createTimer();
            }
            timer.schedule(new Submission(name, task), delayMillis);
        } catch (UnavailableException | IllegalStateException e) {
            throw new FaktoryException(
                    ErrorCode.NO_THREAD,
                    "the application server gives no thread for " + name + ": " + e.getMessage(),
                    e);
        }
    }

    /** The last to go: works that still wait to be submitted are what others may wait for. */
    @Override
    public synchronized void close() {
        closed = true;
        if (timer != null) {
            timer.cancel();
        }
    }

    /** A work on its way to the work manager, in the timer's thread. */
    private final class Submission extends TimerTask {
        private final String name;
        private final Runnable task;

        Submission(String name, Runnable task) {
            this.name = name;
            this.task = task;
        }

        @Override
        public void run() {
            try {
                // Scheduled and not started: starting waits for the thread.
                context.getWorkManager().scheduleWork(new LaneWork(task, hints()));
                refused.set(false);
            } catch (WorkException | RuntimeException e) {
                offerAgain(e);
            }
        }

        private List<WorkContext> hints() {
            return context.isContextSupported(HintsContext.class) ? List.of(longRunning(name)) : List.of();
        }

        private void offerAgain(Exception refusal) {
            if (refused.compareAndSet(false, true)) {
                RaLog.noThread(name, refusal);
            }
            synchronized (AdapterThreads.this) {
                if (!closed) {
                    submit(name, task, AGAIN_MILLIS);
                }
            }
        }
    }

    private static HintsContext longRunning(String name) {
        var hints = new HintsContext();
        hints.setHint(HintsContext.NAME_HINT, name);
        hints.setHint(HintsContext.LONGRUNNING_HINT, Boolean.TRUE);
        return hints;
    }

    /** A lane or a heartbeat, for as long as it lasts. */
    private record LaneWork(Runnable task, List<WorkContext> contexts) implements Work, WorkContextProvider {
        private static final long serialVersionUID = 1L;

        @Override
        public void run() {
            task.run();
        }

        /** Nothing to do: the adapter's stop, which ends its lanes, comes before the server releases what is left. */
        @Override
        public void release() {}

        @Override
        public List<WorkContext> getWorkContexts() {
            return contexts;
        }
    }
}
