package org.faktoryjca.worker;

/** Is told what happens in a worker, in the thread where it happens: quickly, and without throwing. Thread-safe. */
@FunctionalInterface
public interface WorkerListener {
    /** It has happened. */
    void on(WorkerEvent event);

    /** This listener, for a worker that must go on whatever it throws: its errors are logged. */
    default WorkerListener guarded() {
        return event -> {
            try {
                on(event);
            } catch (RuntimeException | Error e) {
                WorkerLog.listenerFailed(event, e);
            }
        };
    }

    /** Tells this listener first, then the other. */
    default WorkerListener and(WorkerListener other) {
        return event -> {
            on(event);
            other.on(event);
        };
    }
}
