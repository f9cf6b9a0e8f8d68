package org.faktoryjca.it.app.work;

import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.transaction.TransactionSynchronizationRegistry;
import org.faktoryjca.JobMethods;
import org.faktoryjca.OnJob;

/** Rows by JPA, in a transaction that ends in every way. */
public abstract class Persisting implements JobMethods {
    @EJB
    private Entries entries;

    @Resource
    private TransactionSynchronizationRegistry registry;

    /** What a job does in its transaction. */
    protected interface Step {
        /** Does it. */
        void run() throws Exception;
    }

    /** Does it in a transaction, and lets that end. */
    protected abstract void inTransaction(Step step) throws Exception;

    /** The row of every job. */
    protected void insert(String id) {
        entries.insert(id);
    }

    /** Commits. */
    @OnJob("persist")
    public void persist(String id) throws Exception {
        inTransaction(() -> insert(id));
    }

    /** Throws. */
    @OnJob("persist-and-throw")
    public void persistAndThrow(String id) throws Exception {
        inTransaction(() -> {
            insert(id);
            throw new IllegalStateException("thrown on purpose");
        });
    }

    /** Says that it shall not commit, and returns. */
    @OnJob("persist-and-mark")
    public void persistAndMark(String id) throws Exception {
        inTransaction(() -> {
            insert(id);
            registry.setRollbackOnly();
        });
    }

    /** Returns, and is refused by the database: JPA writes only then. */
    @OnJob("persist-twice")
    public void persistTwice(String id) throws Exception {
        inTransaction(() -> {
            insert(id);
            entries.insertTwin(id);
        });
    }

    /** Returns, and is refused by another resource when it is to be prepared. */
    @OnJob("persist-beside-refusal")
    public void persistBesideRefusal(String id) throws Exception {
        inTransaction(() -> {
            insert(id);
            Refusal.enlist();
        });
    }
}
