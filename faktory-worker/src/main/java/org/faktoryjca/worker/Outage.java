package org.faktoryjca.worker;

import java.time.Duration;
import org.faktoryjca.FaktoryException;

/**
 * Tells the listener once when the server is lost and once when it is back, however many connections notice, and however late:
 * one that was opened before an outage and tried only after it is no news. Thread-safe.
 */
final class Outage {
    private final WorkerListener listener;
    private final WorkerTime time;
    private boolean away;
    private long sinceNanos;
    private int over;
    private boolean seen;

    Outage(WorkerListener listener, WorkerTime time) {
        this.listener = listener;
        this.time = time;
    }

    /** A connection could not be made. */
    synchronized void lost(FaktoryException cause) {
        if (!away) {
            away = true;
            sinceNanos = time.nanoTime();
            listener.on(new WorkerEvent.ConnectionLost(cause));
        }
    }

    /** A connection has broken; with what {@link #reached()} answered when it was made. */
    synchronized void lost(FaktoryException cause, int madeAfter) {
        if (madeAfter == over) {
            lost(cause);
        }
    }

    /** A connection was made. Answers how many outages were over by then. */
    synchronized int reached() {
        seen = true;
        if (away) {
            away = false;
            over++;
            listener.on(new WorkerEvent.Reconnected(Duration.ofNanos(time.nanoTime() - sinceNanos)));
        }
        return over;
    }

    /** Whether the server has been reached, and has not been lost since. */
    synchronized boolean isConnected() {
        return seen && !away;
    }
}
