package org.faktoryjca;

/**
 * One of the sets in which jobs wait that are in no queue. A filter that fits no job does nothing.
 *
 * <p>Whatever the filter, also with ids, the server walks through the whole set for it, with a command to its store for every
 * hundred jobs or so. Where it gives up (after 5 s), some jobs may have been reached and others not.
 */
public interface JobSet {
    /** Puts the jobs into their queues, to be run at once. Costs two commands more for each job. */
    void requeue(JobFilter filter);

    /** Puts the jobs into the dead set; those that are in it stay. Costs two commands more for each job. */
    void kill(JobFilter filter);

    /** Forgets the jobs. Costs a command more for each; with {@link JobFilter#everyJob()} one command for all, and no walk. */
    void discard(JobFilter filter);

    /** Forgets every job of the set. Costs one command. */
    void clear();
}
