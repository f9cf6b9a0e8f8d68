package org.faktoryjca.worker;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.faktoryjca.FaktoryException;

/**
 * A worker's trouble with its server, told once when it begins and once when it is over, however many connections meet it. It is over
 * when each connection that met it has had an answer, and none has met any for a moment: a server that is lost and found again several
 * times a second is one outage, and not hundreds. Thread-safe.
 */
final class Outage {
    /** Without any trouble for so long, it is over. */
    static final Duration CALM = Duration.ofSeconds(5);

    private final WorkerListener listener;
    private final WorkerTime time;

    // Written under this, which guards all that follows; each lane reads these two for each job.
    private volatile boolean seen;
    private volatile boolean away;

    private int over;
    private boolean lossTold;
    private final Set<String> refusalsTold = new HashSet<>();
    private long sinceNanos;
    private int troubled;
    private long lastNanos;

    Outage(WorkerListener listener, WorkerTime time) {
        this.listener = listener;
        this.time = time;
    }

    /** A connection could not be made. */
    synchronized void lost(FaktoryException cause) {
        away = true;
        if (!lossTold) {
            begin();
            lossTold = true;
            listener.on(new WorkerEvent.ConnectionLost(cause));
        }
    }

    /**
     * A connection has broken.
     *
     * @param madeAfter what {@link #reached()} answered when it was made: one from before an outage that is found broken only after it is
     *     no news
     */
    synchronized void lost(FaktoryException cause, int madeAfter) {
        if (madeAfter == over) {
            lost(cause);
        }
    }

    /**
     * The server has answered with an error of its own.
     *
     * @param kind of what was asked: each is told once
     */
    synchronized void refused(String kind, String what, FaktoryException cause) {
        if (!refusalsTold.contains(kind)) {
            begin();
            refusalsTold.add(kind);
            listener.on(new WorkerEvent.Refused(what, cause));
        }
    }

    private void begin() {
        if (!isTold()) {
            sinceNanos = time.nanoTime();
        }
    }

    private boolean isTold() {
        return lossTold || !refusalsTold.isEmpty();
    }

    /** A connection was made, or one that there was has had an answer. Answers how many losses were over by then. */
    synchronized int reached() {
        seen = true;
        over += away ? 1 : 0;
        away = false;
        return over;
    }

    /** A link has met trouble, lost or refused, and waits for an answer from now on. */
    synchronized void troubled() {
        troubled++;
    }

    /** Such a link has had one, or does not try any more. */
    synchronized void untroubled() {
        troubled--;
        lastNanos = time.nanoTime();
    }

    /** Tells of the end, if that has come. */
    synchronized void look() {
        if (isTold() && !away && troubled == 0 && time.nanoTime() - lastNanos >= CALM.toNanos()) {
            lossTold = false;
            refusalsTold.clear();
            listener.on(new WorkerEvent.Reconnected(Duration.ofNanos(lastNanos - sinceNanos)));
        }
    }

    /** Whether the server has been reached, and has not been lost since. */
    boolean isConnected() {
        return seen && !away;
    }
}
