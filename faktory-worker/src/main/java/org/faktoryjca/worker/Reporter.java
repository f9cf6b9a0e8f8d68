package org.faktoryjca.worker;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
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

    private Optional<Sent> sent = Optional.empty();

    private record Report(Job job, Outcome outcome, Lease lease) {}

    /**
     * A report whose reply is yet to be heard.
     *
     * @param beforeNanos on the worker's clock, a moment before it was written
     */
    private record Sent(Report report, Connection connection, long beforeNanos) {}

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

    /**
     * Reports; gives up when the reservation ends, when the gate is over and the server is away, or when it might do harm. With a FETCH behind
     * it the report is only sent: then it {@link #isWaiting()} for its reply.
     */
    void report(Job job, Outcome outcome, Lease lease) throws InterruptedException {
        if (outcome instanceof Outcome.LeaseEnded) {
            tellOfTheEnd(job, lease);
            return;
        }
        doubtfulSince = OptionalLong.empty();
        inTrouble = false;
        var report = new Report(job, outcome, lease);
        var reported = false;
        try {
            reported = reportedInTime(report);
        } finally {
            tellUnless(reported, report);
        }
    }

    /** Whether a report has been sent whose reply is next on the connection: nothing else may be asked before {@link #hear()}. */
    boolean isWaiting() {
        return sent.isPresent();
    }

    /** Hears that reply, and reports again if it is not as hoped; as {@link #report}. */
    void hear() throws InterruptedException {
        var heard = sent.orElseThrow();
        sent = Optional.empty();
        var report = heard.report();
        var reported = false;
        try {
            reported = answered(report, heard.beforeNanos(), heard.connection()::reported)
                    || !gate.isOver() && reportedInTime(report);
        } finally {
            tellUnless(reported, report);
        }
    }

    /** The lane ends, and will not hear that reply. */
    void abandon() {
        sent.ifPresent(left -> tellUnless(false, left.report()));
        sent = Optional.empty();
    }

    private boolean reportedInTime(Report report) throws InterruptedException {
        while (!report.lease().ended()) {
            var connection = link.connection(gate::pauseWithReport);
            if (report.lease().ended()) {
                // While the connection was made: the job may be another's.
                return false;
            }
            if (report.outcome() instanceof Outcome.Failed && isDoubtfulForLong()) {
                listener.on(new WorkerEvent.FailInDoubt(report.job()));
                return true;
            }
            if (connection.isPresent() && reported(report, connection.get())) {
                return true;
            }
            if (gate.isOver()) {
                return false;
            }
        }
        return false;
    }

    private void tellUnless(boolean reported, Report report) {
        if (!reported && report.lease().ended()) {
            tellOfTheEnd(report.job(), report.lease());
        } else if (!reported) {
            // Also where the thread is taken away from us in between.
            listener.on(new WorkerEvent.Unreported(report.job()));
        }
    }

    private void tellOfTheEnd(Job job, Lease lease) {
        if (lease.tells()) {
            listener.on(new WorkerEvent.LeaseEnded(job));
        }
    }

    private boolean isDoubtfulForLong() {
        return doubtfulSince.isPresent() && time.nanoTime() - doubtfulSince.getAsLong() >= HARMLESS.toNanos();
    }

    /** Whether the report has arrived, or waits for its reply. */
    private boolean reported(Report report, Connection connection) throws InterruptedException {
        var before = time.nanoTime();
        return answered(report, before, () -> {
            var next = next();
            say(report, connection, next);
            if (!next.isEmpty()) {
                sent = Optional.of(new Sent(report, connection, before));
            }
        });
    }

    private static void say(Report report, Connection connection, List<String> next) {
        var jid = report.job().jid();
        if (report.outcome() instanceof Outcome.Failed failed) {
            var failure = failed.failure();
            if (next.isEmpty()) {
                connection.fail(jid, failure.errorType(), failure.message(), failure.backtrace());
            } else {
                connection.failAndFetch(jid, failure.errorType(), failure.message(), failure.backtrace(), next);
            }
        } else if (next.isEmpty()) {
            connection.ack(jid);
        } else {
            connection.ackAndFetch(jid, next);
        }
    }

    private boolean answered(Report report, long beforeNanos, Runnable exchange) throws InterruptedException {
        var job = report.job();
        try {
            exchange.run();
            if (!isWaiting()) {
                link.works();
                tell(job, report.outcome());
            }
            return true;
        } catch (FaktoryException e) {
            if (e instanceof RejectedException refusal && refusal.reason().contains("not found")) {
                tellOfNone(job, report.outcome());
                return true;
            }
            if (doubtfulSince.isEmpty() && !(e instanceof ConnectionLostException)) {
                doubtfulSince = OptionalLong.of(beforeNanos);
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
