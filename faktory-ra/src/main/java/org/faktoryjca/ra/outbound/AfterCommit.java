package org.faktoryjca.ra.outbound;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.TransactionStateException;
import org.faktoryjca.client.json.EncodedJob;
import org.faktoryjca.ra.RaLog;
import org.faktoryjca.ra.Transactions;

/**
 * The pushes of one transaction, by where they go. Sent after its commit, forgotten after its rollback.
 *
 * <p>Guarded by itself: when a transaction times out, its end may be told by another thread while the bean goes on pushing.
 */
final class AfterCommit implements Synchronization {
    /** Of this class loader: adapter instances that share a transaction share its buffer. */
    private static final Object KEY = new Object();

    private final Map<Sender, List<EncodedJob>> kept = new LinkedHashMap<>();
    private boolean completing;
    private boolean closed;
    private boolean committed;

    private AfterCommit() {}

    /** The one of the calling thread's active transaction. */
    static AfterCommit of(Transactions transactions) {
        return transactions.join(KEY, AfterCommit.class, AfterCommit::new);
    }

    /**
     * Keeps jobs.
     *
     * @return false if the transaction has committed: then they are to be sent at once
     * @throws TransactionStateException if it has ended otherwise
     * @throws org.faktoryjca.CannotConnectException if they come after the check of the others, and would not have passed it
     */
    boolean add(Sender sender, List<EncodedJob> jobs) {
        if (isCompleting()) {
            sender.check(jobs);
        }
        return keep(sender, jobs);
    }

    private synchronized boolean isCompleting() {
        return completing && !closed;
    }

    private synchronized boolean keep(Sender sender, List<EncodedJob> jobs) {
        if (closed && !committed) {
            throw new TransactionStateException(
                    ErrorCode.TRANSACTION_STATE,
                    "the job was not pushed, because the transaction has been rolled back",
                    null);
        }
        if (!closed) {
            kept.computeIfAbsent(sender, to -> new ArrayList<>()).addAll(jobs);
        }
        return !closed;
    }

    /** What is thrown here rolls the transaction back, and the caller sees it: on every server that was measured. */
    @Override
    public void beforeCompletion() {
        targets().forEach(Sender::check);
    }

    @Override
    public void afterCompletion(int status) {
        Map<Sender, List<EncodedJob>> all;
        synchronized (this) {
            closed = true;
            committed = status == Status.STATUS_COMMITTED;
            all = new LinkedHashMap<>(kept);
            kept.clear();
        }
        if (status == Status.STATUS_COMMITTED) {
            all.forEach(Sender::send);
        } else if (status != Status.STATUS_ROLLEDBACK) {
            all.forEach((sender, jobs) -> RaLog.outcomeUnknown(sender.server(), jobs));
        }
    }

    private synchronized Map<Sender, List<EncodedJob>> targets() {
        completing = true;
        return new LinkedHashMap<>(kept);
    }
}
