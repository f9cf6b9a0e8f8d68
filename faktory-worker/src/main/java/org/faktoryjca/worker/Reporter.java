package org.faktoryjca.worker;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.Job;
import org.faktoryjca.RejectedException;
import org.faktoryjca.client.Connection;

/**
 * Tells the server what became of one lane's jobs. A report survives a lost connection: it is made again on a new one until the
 * job's reservation has ended, which does no harm, since the server takes a second ACK for one and refuses a second FAIL. Not
 * thread-safe.
 */
final class Reporter {
    private final Link link;
    private final Gate gate;
    private final Fetcher fetcher;
    private final BooleanSupplier fetchesOn;
    private final WorkerListener listener;

    /**
     * Reports over this link.
     *
     * @param fetchesOn whether a report is to take the next FETCH along, asked for each
     */
    Reporter(Link link, Gate gate, Fetcher fetcher, BooleanSupplier fetchesOn, WorkerListener listener) {
        this.link = link;
        this.gate = gate;
        this.fetcher = fetcher;
        this.fetchesOn = fetchesOn;
        this.listener = listener;
    }

    /** Reports; gives up when the reservation ends or the gate has closed and the server is away. */
    void report(Job job, Outcome outcome, Lease lease) throws InterruptedException {
        if (outcome instanceof Outcome.LeaseEnded) {
            tellOfTheEnd(job, lease);
            return;
        }
        var reported = false;
        try {
            reported = reportedInTime(job, outcome, lease);
        } finally {
            if (!reported && lease.ended()) {
                tellOfTheEnd(job, lease);
            } else if (!reported) {
                // Also where the thread is taken away from us in between.
                listener.on(new WorkerEvent.Unreported(job));
            }
        }
    }

    private boolean reportedInTime(Job job, Outcome outcome, Lease lease) throws InterruptedException {
        while (!lease.ended()) {
            var connection = link.connection(gate);
            if (connection.isPresent() && reported(job, outcome, connection.get())) {
                return true;
            }
            if (gate.isClosed()) {
                return false;
            }
        }
        return false;
    }

    private void tellOfTheEnd(Job job, Lease lease) {
        if (lease.tells()) {
            listener.on(new WorkerEvent.LeaseEnded(job));
        }
    }

    private boolean reported(Job job, Outcome outcome, Connection connection) throws InterruptedException {
        try {
            if (outcome instanceof Outcome.Failed failed) {
                fail(job, failed.failure(), connection);
                listener.on(new WorkerEvent.Failed(job, failed.failure()));
            } else {
                acknowledge(job, connection);
                listener.on(new WorkerEvent.Succeeded(job));
            }
            link.works();
            return true;
        } catch (FaktoryException e) {
            if (e instanceof RejectedException refusal && refusal.reason().contains("not found")) {
                listener.on(new WorkerEvent.NotHeld(job));
                return true;
            }
            if (Link.isLoss(e)) {
                link.lost(e, gate);
            } else {
                triesLater(job, e);
            }
            return false;
        }
    }

    private void acknowledge(Job job, Connection connection) {
        var next = next();
        if (next.isEmpty()) {
            connection.ack(job.jid());
        } else {
            connection.ackAndFetch(job.jid(), next);
        }
    }

    private void fail(Job job, FailureReport failure, Connection connection) {
        var next = next();
        if (next.isEmpty()) {
            connection.fail(job.jid(), failure.errorType(), failure.message(), failure.backtrace());
        } else {
            connection.failAndFetch(job.jid(), failure.errorType(), failure.message(), failure.backtrace(), next);
        }
    }

    /** The queues of the FETCH that goes along; none if there is to be none. A report that is repeated waits for no FETCH's reply. */
    private List<String> next() {
        return !link.isTroubled() && !fetcher.isExpecting() && fetchesOn.getAsBoolean() ? fetcher.begin() : List.of();
    }

    /** The server's own trouble: on a new connection, and not before the job that a FETCH under way may bring on this one is safe. */
    private void triesLater(Job job, FaktoryException refusal) throws InterruptedException {
        fetcher.keep();
        link.refused("report", "the report of " + job, refusal, gate);
    }
}
