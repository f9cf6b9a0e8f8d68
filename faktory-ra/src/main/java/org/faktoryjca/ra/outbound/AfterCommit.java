package org.faktoryjca.ra.outbound;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.TransactionStateException;
import org.faktoryjca.client.json.EncodedJob;
import org.faktoryjca.ra.RaLog;
import org.faktoryjca.ra.Transactions;
import org.faktoryjca.ra.outbound.Backlog.Room;

/**
 * The pushes of one transaction, by where they go. Sent after its commit, forgotten after its rollback.
 *
 * <p>Guarded by itself: when a transaction times out, its end may be told by another thread while the bean goes on pushing.
 */
final class AfterCommit implements Synchronization {
    /** Of this class loader: adapter instances that share a transaction share its buffer. */
    private static final Object KEY = new Object();

    private final Map<Target, Kept> kept = new LinkedHashMap<>();
    private boolean completing;
    private boolean checked;
    private boolean closed;
    private int status = Status.STATUS_ACTIVE;

    private AfterCommit() {}

    /** Where pushes go: several adapters may take part in a transaction. */
    private record Target(Senders senders, FactorySettings settings) {}

    /** What goes there. Guarded by the transaction's buffer. */
    private static final class Kept {
        private final Sender sender;
        private final List<EncodedJob> jobs = new ArrayList<>();
        private Room room = Room.NONE;

        private Kept(Sender sender) {
            this.sender = sender;
        }
    }

    /** The one of the calling thread's active transaction. */
    static AfterCommit of(Transactions transactions) {
        return transactions.join(KEY, AfterCommit.class, AfterCommit::new);
    }

    /**
     * Keeps jobs.
     *
     * @return false if the transaction has committed: then they are to be sent at once
     * @throws TransactionStateException if it has ended otherwise
     * @throws org.faktoryjca.CannotConnectException if they come after the check of the others, and do not pass it
     */
    boolean add(Senders senders, FactorySettings settings, List<EncodedJob> jobs) {
        var to = to(new Target(senders, settings));
        return to.isPresent() && keep(to.get(), jobs, isCompleting() ? reserve(to.get(), jobs) : Room.NONE);
    }

    private synchronized Optional<Kept> to(Target target) {
        checkNotRolledBack();
        return closed
                ? Optional.empty()
                : Optional.of(kept.computeIfAbsent(
                        target, each -> new Kept(each.senders().lend(each.settings()))));
    }

    private void checkNotRolledBack() {
        if (closed && status != Status.STATUS_COMMITTED) {
            throw new TransactionStateException(
                    ErrorCode.TRANSACTION_STATE,
                    "the job was not pushed, because "
                            + (status == Status.STATUS_ROLLEDBACK
                                    ? "the transaction has been rolled back"
                                    : "nobody knows whether the transaction has committed"),
                    null);
        }
    }

    private synchronized boolean isCompleting() {
        return completing;
    }

    private synchronized boolean keep(Kept to, List<EncodedJob> jobs, Room room) {
        if (closed) {
            to.sender.release(room);
            checkNotRolledBack();
            return false;
        }
        to.jobs.addAll(jobs);
        to.room = to.room.and(room);
        return true;
    }

    /** What is thrown here rolls the transaction back, and the caller sees it: on every server that was measured. */
    @Override
    public void beforeCompletion() {
        begin().forEach(this::check);
        checked();
    }

    private synchronized List<Kept> begin() {
        completing = true;
        return List.copyOf(kept.values());
    }

    private void check(Kept each) {
        var room = reserve(each, List.copyOf(each.jobs));
        synchronized (this) {
            each.room = each.room.and(room);
        }
    }

    private Room reserve(Kept each, List<EncodedJob> jobs) {
        Room own;
        synchronized (this) {
            own = each.room;
        }
        return each.sender.reserve(jobs, own);
    }

    private synchronized void checked() {
        checked = true;
    }

    @Override
    public void afterCompletion(int how) {
        var since = System.nanoTime();
        end(how).forEach((target, each) -> {
            try {
                complete(each, how, since);
            } catch (RuntimeException | Error e) {
                // The server would swallow it, and the other targets' jobs with it.
                RaLog.unexpected(each.sender.server(), e);
            } finally {
                target.senders().giveBack(target.settings());
            }
        });
    }

    private void complete(Kept each, int how, long since) {
        if (how == Status.STATUS_COMMITTED) {
            each.sender.send(each.jobs, each.room, since);
        } else {
            drop(each, how);
        }
    }

    private synchronized Map<Target, Kept> end(int how) {
        closed = true;
        status = how;
        var all = new LinkedHashMap<>(kept);
        kept.clear();
        return all;
    }

    private void drop(Kept each, int how) {
        each.sender.release(each.room);
        if (how != Status.STATUS_ROLLEDBACK) {
            each.sender.leftovers().undecided(each.jobs);
        } else if (checked) {
            RaLog.rolledBackAtTheEnd(each.sender.server(), each.jobs);
        }
    }
}
