package org.faktoryjca.ra;

import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkContext;
import jakarta.resource.spi.work.WorkContextProvider;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A lane or a heartbeat, for as long as it lasts. Its task is run once or taken back, and forgotten with that: servers may keep the
 * last work of a thread that idles, and the task knows beans of applications. Thread-safe.
 */
final class AdapterWork implements Work, WorkContextProvider {
    private static final long serialVersionUID = 1L;

    private final transient AtomicReference<Runnable> task;
    private final transient List<WorkContext> contexts;

    AdapterWork(Runnable task, List<WorkContext> contexts) {
        this.task = new AtomicReference<>(task);
        this.contexts = contexts;
    }

    @Override
    public void run() {
        takeBack().ifPresent(Runnable::run);
    }

    /** The task, for whoever comes first. */
    Optional<Runnable> takeBack() {
        return Optional.ofNullable(task.getAndSet(null));
    }

    /** Nothing to do: the adapter's stop, which ends its lanes, comes before the server releases what is left. */
    @Override
    public void release() {}

    @Override
    public List<WorkContext> getWorkContexts() {
        return contexts;
    }
}
