package org.faktoryjca.worker;

/**
 * What everything in a worker that starts and stops holds to, in any order and from several threads at once. Thread-safe.
 */
public interface Lifecycle {
    /**
     * Begins, without waiting for the server. Does nothing while it runs; after a {@link #stop()} it begins anew.
     *
     * @throws org.faktoryjca.FaktoryException if no thread can be had; then it has not begun
     */
    void start();

    /**
     * Ends, and returns when it has ended, or when the time for that is over. Does nothing before the first {@link #start()}; a
     * second call waits for the end of the first.
     */
    void stop();

    /** Whether it has begun, and no stop has since. */
    boolean isRunning();
}
