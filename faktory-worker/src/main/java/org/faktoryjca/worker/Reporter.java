package org.faktoryjca.worker;

import org.faktoryjca.ConnectionLostException;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.Job;
import org.faktoryjca.OutcomeUnknownException;
import org.faktoryjca.RejectedException;
import org.faktoryjca.client.Connection;

/**
 * Tells the server what became of a job. A report survives a lost connection: it is made again on a new one until the job's
 * reservation has ended, which does no harm, since the server takes a second ACK for one and refuses a second FAIL. Thread-safe.
 */
final class Reporter {
    private final WorkerListener listener;

    Reporter(WorkerListener listener) {
        this.listener = listener;
    }

    /** Reports, on this link; gives up when the reservation ends or the gate has closed and the server is away. */
    void report(Job job, Outcome outcome, Lease lease, Link link, Gate gate) throws InterruptedException {
        if (outcome instanceof Outcome.LeaseEnded) {
            listener.on(new WorkerEvent.LeaseEnded(job));
            return;
        }
        while (!lease.ended()) {
            var connection = link.connection(gate);
            if (connection.isPresent() && reported(job, outcome, connection.get(), link, gate)) {
                return;
            }
            if (gate.isClosed()) {
                break;
            }
        }
        listener.on(lease.ended() ? new WorkerEvent.LeaseEnded(job) : new WorkerEvent.Unreported(job));
    }

    private boolean reported(Job job, Outcome outcome, Connection connection, Link link, Gate gate)
            throws InterruptedException {
        try {
            if (outcome instanceof Outcome.Failed failed) {
                var failure = failed.failure();
                connection.fail(job.jid(), failure.errorType(), failure.message(), failure.backtrace());
                listener.on(new WorkerEvent.Failed(job, failure));
            } else {
                connection.ack(job.jid());
                listener.on(new WorkerEvent.Succeeded(job));
            }
            link.works();
            return true;
        } catch (ConnectionLostException | OutcomeUnknownException e) {
            link.lost(e, gate);
            return false;
        } catch (RejectedException e) {
            // "Job not found": an earlier FAIL got through, or the server took the job back. Anything else is the
            // server's
            // trouble, which another try at the same words would meet again.
            listener.on(new WorkerEvent.Refused("the report of " + job, e));
            link.again(gate, false);
            return e.reason().contains("not found");
        } catch (FaktoryException e) {
            listener.on(new WorkerEvent.Refused("the report of " + job, e));
            link.again(gate, false);
            return false;
        }
    }
}
