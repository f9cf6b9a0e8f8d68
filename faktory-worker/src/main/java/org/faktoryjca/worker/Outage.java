package org.faktoryjca.worker;

import java.time.Duration;
import org.faktoryjca.FaktoryException;

/** Tells the listener once when the server is lost and once when it is back, however many connections notice. Thread-safe. */
final class Outage {
    private final WorkerListener listener;
    private final WorkerTime time;
    private boolean away;
    private long sinceNanos;

    Outage(WorkerListener listener, WorkerTime time) {
        this.listener = listener;
        this.time = time;
    }

    synchronized void lost(FaktoryException cause) {
        if (!away) {
            away = true;
            sinceNanos = time.nanoTime();
            listener.on(new WorkerEvent.ConnectionLost(cause));
        }
    }

    synchronized void reached() {
        if (away) {
            away = false;
            listener.on(new WorkerEvent.Reconnected(Duration.ofNanos(time.nanoTime() - sinceNanos)));
        }
    }
}
