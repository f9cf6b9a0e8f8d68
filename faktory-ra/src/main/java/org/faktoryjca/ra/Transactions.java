package org.faktoryjca.ra;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.Optional;
import java.util.function.Supplier;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.TransactionStateException;

/**
 * The calling thread's transaction, through the registry that the application server hands to its adapters: it needs no
 * naming context and knows container- and bean-managed ones alike. Thread-safe.
 */
public final class Transactions {
    private final TransactionSynchronizationRegistry registry;

    Transactions(TransactionSynchronizationRegistry registry) {
        this.registry = registry;
    }

    /**
     * Whether what is done now can still wait for a commit.
     *
     * @return false if there is no transaction, or it has committed: then it is done at once. While their callbacks run after
     *     a commit, servers call it prepared, committing, committed or none
     * @throws TransactionStateException if it can no longer commit, or nobody knows whether it has
     */
    public boolean isActive() {
        return switch (registry.getTransactionStatus()) {
            case Status.STATUS_ACTIVE -> true;
            case Status.STATUS_NO_TRANSACTION,
                    Status.STATUS_PREPARED,
                    Status.STATUS_COMMITTING,
                    Status.STATUS_COMMITTED -> false;
            case Status.STATUS_MARKED_ROLLBACK -> throw refused("is marked for rollback");
            case Status.STATUS_PREPARING -> throw refused("is being decided upon");
            case Status.STATUS_ROLLING_BACK, Status.STATUS_ROLLEDBACK -> throw refused("has been rolled back");
            default -> throw refused("is in an unknown state");
        };
    }

    /** Whether the calling thread has a transaction, in whatever state. */
    public boolean isThere() {
        return registry.getTransactionStatus() != Status.STATUS_NO_TRANSACTION;
    }

    private static TransactionStateException refused(String why) {
        return refused(why, null);
    }

    private static TransactionStateException refused(String why, IllegalStateException cause) {
        return new TransactionStateException(
                ErrorCode.TRANSACTION_STATE, "the job was not pushed, because the transaction " + why, cause);
    }

    /**
     * What the active transaction keeps under a key; made, kept and registered with it if there is nothing yet.
     *
     * @throws TransactionStateException if it has ended meanwhile, as by a time-out
     */
    public <S extends Synchronization> S join(Object key, Class<S> type, Supplier<S> make) {
        try {
            var kept = registry.getResource(key);
            if (kept != null) {
                return type.cast(kept);
            }
            var made = make.get();
            registry.registerInterposedSynchronization(made);
            registry.putResource(key, made);
            return made;
        } catch (IllegalStateException e) {
            throw refused("takes none any more", e);
        }
    }

    /** Has the calling thread's transaction tell how it ends, if there is an active one. */
    public <S extends Synchronization> Optional<S> watch(Supplier<S> make) {
        if (registry.getTransactionStatus() != Status.STATUS_ACTIVE) {
            return Optional.empty();
        }
        var made = make.get();
        registry.registerInterposedSynchronization(made);
        return Optional.of(made);
    }
}
