package org.faktoryjca.worker;

import org.faktoryjca.ErrorCode;
import org.faktoryjca.FaktoryException;

/** Where a worker's threads come from: the machine's own, or an application server's work manager. Thread-safe. */
@FunctionalInterface
public interface WorkerThreads {
    /**
     * Has a task run in a thread of its own, for as long as the task takes. Returns without waiting for it.
     *
     * @param name what the thread is called, where its owner lets it have a name
     * @throws org.faktoryjca.FaktoryException if no thread can be had
     */
    void start(String name, Runnable task);

    /** Daemon threads of their own. */
    static WorkerThreads own() {
        return (name, task) -> {
            var thread = new Thread(task, name);
            thread.setDaemon(true);
            try {
                thread.start();
            } catch (OutOfMemoryError e) {
                // What the JVM says when the system gives it no more threads.
                throw new FaktoryException(ErrorCode.NO_THREAD, "there is no thread for " + name, e);
            }
        };
    }
}
