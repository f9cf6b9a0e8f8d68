package org.faktoryjca.worker;

/** What a worker is doing, as operators see it. */
public enum WorkerState {
    /** Waits for its first handler. */
    NEW,
    /** Fetches jobs and runs them. */
    RUNNING,
    /** Fetches no more and finishes what runs. */
    QUIET,
    /** Has been stopped, or told by the server to terminate: it drains or has drained, and can resume. */
    STOPPED,
    /** For good. */
    CLOSED
}
