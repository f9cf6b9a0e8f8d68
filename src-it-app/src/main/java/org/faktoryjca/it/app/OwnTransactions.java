package org.faktoryjca.it.app;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.transaction.UserTransaction;
import java.util.concurrent.TimeUnit;
import org.faktoryjca.FaktoryConnectionFactory;
import org.faktoryjca.Job;

/** Pushes in transactions of the bean's own. */
@Stateless
@TransactionManagement(TransactionManagementType.BEAN)
public class OwnTransactions {
    @Resource(lookup = "java:app/faktory")
    private FaktoryConnectionFactory faktory;

    @Resource
    private UserTransaction transaction;

    @Resource
    private ManagedExecutorService executor;

    /** Before, in and after a transaction that commits, and in one that does not. */
    public void severalInARow() throws Exception {
        faktory.push(Job.of("outside"));
        transaction.begin();
        faktory.push(Job.of("inside"));
        transaction.commit();
        transaction.begin();
        faktory.push(Job.of("never"));
        transaction.rollback();
        faktory.push(Job.of("afterwards"));
    }

    /** In a thread of the container's executor, in a transaction that commits and in one that does not. */
    public void inExecutor() throws Exception {
        executor.submit(() -> {
                    transaction.begin();
                    faktory.push(Job.of("in-executor"));
                    transaction.commit();
                    transaction.begin();
                    faktory.push(Job.of("never"));
                    transaction.rollback();
                    return "done";
                })
                .get(10, TimeUnit.SECONDS);
    }

    /** In a thread of no container's. */
    public void inOwnThread() throws Exception {
        var thread = new Thread(() -> faktory.push(Job.of("in-own-thread")), "it-own-thread");
        thread.start();
        thread.join();
    }
}
