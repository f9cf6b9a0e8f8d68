package org.faktoryjca.worker;

/**
 * A worker as operators see it, by JMX, under {@code org.faktoryjca:type=Worker,name="<host>:<port>",wid=<wid>} on the platform's
 * MBeanServer, from its first handler to its {@link Worker#close()}. With a new wid it has a new name.
 */
public interface WorkerMXBean {
    /** The work server, as {@code host:port}. */
    String getServer();

    /** As what the server knows the worker. */
    String getWid();

    /** What Faktory's pages show beside hostname and pid. */
    String[] getLabels();

    /** One of {@link WorkerState}'s names. */
    String getState();

    /** How many jobs run now. */
    int getBusy();

    /** How many threads fetch and run jobs. */
    int getLanes();

    /** How many sets of queues have no such thread, and should. */
    int getUnservedQueues();

    /** How many jobs' outcomes the server has been told, since the worker was made. */
    long getProcessed();

    /** How many of these have failed. */
    long getFailed();

    /** How many outages of the server are over. */
    long getReconnects();

    /** Whether the server was reached at the last try. */
    boolean isConnected();

    /** When the server last answered a BEAT, as ISO 8601; empty before the first. */
    String getLastHeartbeat();

    /** How long ago that was, in milliseconds; −1 before the first. */
    long getMillisSinceHeartbeat();

    /** Whether there is nothing in {@link #getTroubles()}. */
    boolean isUp();

    /** What keeps the worker from its work, as {@link org.faktoryjca.FaktoryHealth#troubles()} says it. */
    String[] getTroubles();

    /** Fetches no more, and finishes what runs. */
    void quiet();

    /** Works again after quiet or the server's terminate, under a new wid. */
    void resume();
}
