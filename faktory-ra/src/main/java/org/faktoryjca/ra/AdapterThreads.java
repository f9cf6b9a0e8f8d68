package org.faktoryjca.ra;

import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.work.HintsContext;
import jakarta.resource.spi.work.WorkContext;
import jakarta.resource.spi.work.WorkEvent;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkListener;
import jakarta.resource.spi.work.WorkManager;
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
 * are used up, and that may be a lane, whose end others wait for. Where a server refuses a work, or drops it, it is offered again.
 *
 * <p>Timer and works are given the adapter's class loader: whatever thread asks for one may have that of an application, which
 * would be kept for as long as the adapter runs, and be of no more use to the server when the application is gone.
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
                timer = asAdapter(context::createTimer);
            }
            timer.schedule(new Submission(name, task), delayMillis);
        } catch (UnavailableException | IllegalStateException e) {
            throw new FaktoryException(
                    ErrorCode.NO_THREAD,
                    "the application server gives no thread for " + name + ": " + e.getMessage(),
                    e);
        }
    }

    /** Something that throws what the server throws. */
    private interface Call<T, E extends Exception> {
        T call() throws E;
    }

    private static <T, E extends Exception> T asAdapter(Call<T, E> call) throws E {
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        thread.setContextClassLoader(AdapterThreads.class.getClassLoader());
        try {
            return call.call();
        } finally {
            thread.setContextClassLoader(before);
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

    /** A work on its way to the work manager, in the timer's thread; and what the work manager then says of it. */
    private final class Submission extends TimerTask implements WorkListener {
        private final String name;
        private final AdapterWork work;

        Submission(String name, Runnable task) {
            this.name = name;
            this.work = new AdapterWork(task, hints(name));
        }

        @Override
        public void run() {
            try {
                asAdapter(() -> {
                    // Scheduled and not started: starting waits for the thread.
                    context.getWorkManager().scheduleWork(work, WorkManager.INDEFINITE, null, this);
                    return null;
                });
            } catch (WorkException | RuntimeException e) {
                offerAgain(e);
            }
        }

        @Override
        public void workRejected(WorkEvent refusal) {
            offerAgain(refusal.getException());
        }

        /** Payara counts a work as completed that it could not begin. */
        @Override
        public void workCompleted(WorkEvent end) {
            offerAgain(end.getException());
        }

        @Override
        public void workStarted(WorkEvent start) {
            refused.set(false);
        }

        @Override
        public void workAccepted(WorkEvent submission) {
            // It may yet be refused.
        }

        /** Unless it has run, or is offered already: some servers tell the listener and throw as well. */
        private void offerAgain(Exception refusal) {
            work.takeBack().ifPresent(task -> {
                if (refused.compareAndSet(false, true)) {
                    RaLog.noThread(name, refusal);
                }
                synchronized (AdapterThreads.this) {
                    if (!closed) {
                        submit(name, task, AGAIN_MILLIS);
                    }
                }
            });
        }
    }

    private List<WorkContext> hints(String name) {
        return context.isContextSupported(HintsContext.class) ? List.of(longRunning(name)) : List.of();
    }

    private static HintsContext longRunning(String name) {
        var hints = new HintsContext();
        hints.setHint(HintsContext.NAME_HINT, name);
        hints.setHint(HintsContext.LONGRUNNING_HINT, Boolean.TRUE);
        return hints;
    }
}
