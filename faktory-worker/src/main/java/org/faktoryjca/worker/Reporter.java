package org.faktoryjca.worker;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.faktoryjca.ConnectionLostException;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.Job;
import org.faktoryjca.RejectedException;
import org.faktoryjca.client.Connection;

/**
 * Tells the server what became of one lane's jobs. A report survives a lost connection: it is made again on a new one until the
 * job's reservation has ended. A second ACK does no harm: the server takes it for one. A second FAIL is refused, but only as long as the
 * job has not been given to another worker, to whose run it would be taken to belong. Not thread-safe.
 */
final class Reporter {
    /** The server retries a failed job after 15 s at the earliest: so long after a FAIL may have arrived, another one is sent. */
    private static final Duration HARMLESS = Duration.ofSeconds(10);

    private final Link link;
    private final Gate gate;
    private final Fetcher fetcher;
    private final BooleanSupplier fetchesOn;
    private final WorkerListener listener;
    private final WorkerTime time;

    /** Since when the report in hand may have arrived. */
    private OptionalLong doubtfulSince = OptionalLong.empty();

    /** Whether the server had trouble with the report in hand: then it may have done half of it. */
    private boolean inTrouble;

    /**
     * Reports over this link.
     *
     * @param fetchesOn whether a report is to take the next FETCH along, asked for each
     */
    Reporter(
            Link link,
            Gate gate,
            Fetcher fetcher,
            BooleanSupplier fetchesOn,
            WorkerListener listener,
            WorkerTime time) {
        this.link = link;
        this.gate = gate;
        this.fetcher = fetcher;
        this.fetchesOn = fetchesOn;
        this.listener = listener;
        this.time = time;
    }

    /** Reports; gives up when the reservation ends, when the gate is over and the server is away, or when it might do harm. */
    void report(Job job, Outcome outcome, Lease lease) throws InterruptedException {
        if (outcome instanceof Outcome.LeaseEnded) {
            tellOfTheEnd(job, lease);
            return;
        }
        var reported = false;
        doubtfulSince = OptionalLong.empty();
        inTrouble = false;
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
            var connection = link.connection(gate::pauseWithReport);
            if (outcome instanceof Outcome.Failed && isDoubtfulForLong()) {
                listener.on(new WorkerEvent.FailInDoubt(job));
                return true;
            }
            if (connection.isPresent() && reported(job, outcome, connection.get())) {
                return true;
            }
            if (gate.isOver()) {
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

    private boolean isDoubtfulForLong() {
        return doubtfulSince.isPresent() && time.nanoTime() - doubtfulSince.getAsLong() >= HARMLESS.toNanos();
    }

    private boolean reported(Job job, Outcome outcome, Connection connection) throws InterruptedException {
        var before = time.nanoTime();
        try {
            if (outcome instanceof Outcome.Failed failed) {
                fail(job, failed.failure(), connection);
            } else {
                acknowledge(job, connection);
            }
            link.works();
            tell(job, outcome);
            return true;
        } catch (FaktoryException e) {
            if (e instanceof RejectedException refusal && refusal.reason().contains("not found")) {
                tellOfNone(job, outcome);
                return true;
            }
            if (doubtfulSince.isEmpty() && !(e instanceof ConnectionLostException)) {
                doubtfulSince = OptionalLong.of(before);
            }
            inTrouble |= e.code() == ErrorCode.SERVER_TROUBLE;
            if (Link.isLoss(e)) {
                link.lost(e, gate::pauseWithReport);
            } else {
                triesLater(job, e);
            }
            return false;
        } finally {
            if (!fetcher.isExpecting()) {
                fetcher.handedOn();
            }
        }
    }

    private void tell(Job job, Outcome outcome) {
        listener.on(
                outcome instanceof Outcome.Failed failed
                        ? new WorkerEvent.Failed(job, failed.failure())
                        : new WorkerEvent.Succeeded(job));
    }

    /** The server holds no such job: it has had the report before, where that may be, or has taken the job back. */
    private void tellOfNone(Job job, Outcome outcome) {
        if (doubtfulSince.isPresent() && !inTrouble) {
            tell(job, outcome);
        } else {
            listener.on(new WorkerEvent.NotHeld(job));
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
        link.refused("report", "the report of " + job, refusal, gate::pauseWithReport);
    }
}
