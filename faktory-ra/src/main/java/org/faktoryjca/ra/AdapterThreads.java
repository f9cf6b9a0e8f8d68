package org.faktoryjca.ra;

import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.work.HintsContext;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkContext;
import jakarta.resource.spi.work.WorkContextProvider;
import jakarta.resource.spi.work.WorkException;
import java.util.List;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.worker.WorkerThreads;

/** A worker's threads from the application server's work manager. Thread-safe. */
final class AdapterThreads implements WorkerThreads {
    private final BootstrapContext context;

    AdapterThreads(BootstrapContext context) {
        this.context = context;
    }

    @Override
    public void start(String name, Runnable task) {
        var hints = context.isContextSupported(HintsContext.class)
                ? List.<WorkContext>of(longRunning(name))
                : List.<WorkContext>of();
        try {
            // Scheduled and not started: starting waits for the thread, and who asks for one must make progress.
            context.getWorkManager().scheduleWork(new LaneWork(task, hints));
        } catch (WorkException e) {
            throw new FaktoryException(
                    ErrorCode.NO_THREAD,
                    "the application server gives no thread for " + name + ": " + e.getMessage(),
                    e);
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
