package org.faktoryjca.ra.inbound;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.TransactionStateException;
import org.faktoryjca.worker.Delivery;
import org.faktoryjca.worker.FailureReport;
import org.faktoryjca.worker.Outcome;

/**
 * The transaction that a bean runs in, as the container tells of its end. It keeps a delivery that was given up, and one that
 * has failed, from committing. Thread-safe: a transaction that times out may end in another thread.
 */
final class DeliveryTransaction implements Synchronization {
    private final Delivery delivery;
    private volatile boolean rollBack;
    private volatile boolean doomed;
    private volatile int status = Status.STATUS_UNKNOWN;

    DeliveryTransaction(Delivery delivery) {
        this.delivery = delivery;
    }

    /** Lets it not commit, although the bean's container would. */
    void rollBack() {
        rollBack = true;
    }

    /** What is thrown here rolls back, on every server that was measured. */
    @Override
    public void beforeCompletion() {
        if (rollBack) {
            throw new TransactionStateException(
                    ErrorCode.TRANSACTION_ROLLED_BACK, "the job's method has thrown a checked exception", null);
        }
        if (!delivery.commit()) {
            doomed = true;
            throw new TransactionStateException(
                    ErrorCode.TRANSACTION_ROLLED_BACK,
                    "the job's reservation has ended, or its worker has stopped",
                    null);
        }
    }

    @Override
    public void afterCompletion(int ended) {
        status = ended;
    }

    /** What there is to report of a method that has returned. */
    Outcome outcome() {
        if (doomed) {
            return delivery.doomedOutcome();
        }
        return switch (status) {
            case Status.STATUS_COMMITTED -> Outcome.succeeded();
            case Status.STATUS_ROLLEDBACK ->
                delivery.isLeaseOver()
                        ? new Outcome.LeaseEnded()
                        : failed(
                                FailureReport.TRANSACTION_ROLLED_BACK,
                                ErrorCode.TRANSACTION_ROLLED_BACK
                                        + ": the method returned, and its transaction was rolled back");
            default ->
                failed(
                        FailureReport.TRANSACTION_OUTCOME_UNKNOWN,
                        ErrorCode.TRANSACTION_OUTCOME_UNKNOWN
                                + ": the method returned, and nobody knows whether its transaction has committed (status "
                                + status + ")");
        };
    }

    /** A bean's own transaction that is still there when its method has returned: the container rolls it back, and throws nothing. */
    static Outcome leftOpen() {
        return failed(
                FailureReport.TRANSACTION_ROLLED_BACK,
                ErrorCode.TRANSACTION_ROLLED_BACK + ": the method returned, and left a transaction of its own open");
    }

    private static Outcome failed(String type, String message) {
        return new Outcome.Failed(FailureReport.named(type, message));
    }
}
