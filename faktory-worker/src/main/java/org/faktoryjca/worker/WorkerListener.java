package org.faktoryjca.worker;

/** Is told what happens in a worker, in the thread where it happens: quickly, and without throwing. Thread-safe. */
@FunctionalInterface
public interface WorkerListener {
    /** It has happened. */
    void on(WorkerEvent event);

    /** Tells this listener first, then the other. */
    default WorkerListener and(WorkerListener other) {
        return event -> {
            on(event);
            other.on(event);
        };
    }
}
