package org.faktoryjca.worker;

/**
 * Room for one job at a time, taken from a {@link JobRunner} before a job is fetched: in an application server, an instance of a
 * bean. It runs one job after another until it is released. Used by one lane, not thread-safe.
 */
@FunctionalInterface
public interface Place {
    /** Runs the job to its end, as {@link JobRunner#run} does. */
    Outcome run(Delivery delivery);

    /** Gives the place back, whether a job came or not. Called once, and nothing after it. */
    default void release() {}
}
