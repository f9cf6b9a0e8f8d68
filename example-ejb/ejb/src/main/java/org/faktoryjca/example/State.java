package org.faktoryjca.example;

/** How far a job has come, as the board shows it. */
public enum State {
    /** Pushed, or about to be when its transaction commits. */
    QUEUED,
    /** A bean is at it. */
    RUNNING,
    /** Its work is there. */
    DONE,
    /** Its method has thrown; the work server holds it for another try. */
    FAILED
}
