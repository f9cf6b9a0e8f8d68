package org.faktoryjca.ra.outbound;

/**
 * What an operator sees of the pushes that follow their transactions, one for each target: work server, settings and credentials
 * of a connection factory. Pushes outside a transaction are not counted: their callers know.
 *
 * <p>Under {@code org.faktoryjca:type=ConnectionFactory,name="<host>:<port>",queue="<default queue>",id=<n>} on the platform's
 * MBeanServer, from the first such push until the adapter stops, or until more than 32 others were used since. Counts begin with that push. Thread-safe.
 */
public interface ConnectionFactoryMXBean {
    /** Where the jobs go: host and port. */
    String getServer();

    /** Jobs of committed transactions that wait to be sent, or for the server's answer. */
    int getBacklogJobs();

    /** Bytes of JSON that they are. */
    long getBacklogBytes();

    /** Jobs that the server has taken. */
    long getSent();

    /** Jobs that the server has refused after their commit. */
    long getRefused();

    /** Jobs that could not be sent by the end of the adapter. */
    long getUnsent();

    /** Jobs of transactions of which nobody knows whether they have committed: not sent. */
    long getUndecided();

    /** Of those refused, unsent and undecided, the jobs that went to {@code spillFile}, or to {@code spillFile.undecided}. */
    long getSpilled();

    /** Whether the last try to reach the server, or to get its answer in time, has failed. */
    boolean isAway();

    /** When the server has last answered here, in ISO-8601; empty if it has not yet. */
    String getLastContact();
}
