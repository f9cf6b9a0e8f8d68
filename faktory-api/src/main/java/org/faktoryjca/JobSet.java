package org.faktoryjca;

/**
 * One of the sets in which jobs wait that are in no queue. A filter that fits no job does nothing.
 *
 * <p>Each method costs the server a look at every job of the set, unless the filter names jids.
 */
public interface JobSet {
    /** Puts the jobs into their queues, to be run at once. */
    void requeue(JobFilter filter);

    /** Puts the jobs into the dead set. */
    void kill(JobFilter filter);

    /** Forgets the jobs. */
    void discard(JobFilter filter);

    /** Forgets every job of the set. */
    void clear();
}
