package org.faktoryjca.it.app.pushes;

import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.transaction.Status;
import jakarta.transaction.UserTransaction;
import java.util.concurrent.TimeUnit;
import org.faktoryjca.FaktoryConnectionFactory;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.Job;

/** Pushes in transactions of the bean's own, and from threads of its choice. */
@Stateless
@TransactionManagement(TransactionManagementType.BEAN)
public class OwnCases {
    @Resource(lookup = "java:app/pushes")
    private FaktoryConnectionFactory faktory;

    @Resource
    private UserTransaction transaction;

    @Resource
    private ManagedExecutorService executor;

    @EJB
    private Cases cases;

    /** Goes on pushing until its transaction has timed out, and then asks for the commit all the same. */
    public String timedOut() throws Exception {
        transaction.setTransactionTimeout(1);
        try {
            transaction.begin();
            return pushUntilRefused() + ", " + commit();
        } finally {
            transaction.setTransactionTimeout(0);
        }
    }

    private String pushUntilRefused() throws Exception {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (System.nanoTime() < deadline) {
            try {
                faktory.push(Job.of("never"));
            } catch (FaktoryException e) {
                return "refused: " + e.code();
            }
            Thread.sleep(20);
        }
        return "was never refused";
    }

    private String commit() throws Exception {
        try {
            transaction.commit();
            return "committed";
        } catch (Exception e) {
            return "not committed: " + e.getClass().getSimpleName();
        } finally {
            if (transaction.getStatus() != Status.STATUS_NO_TRANSACTION) {
                transaction.rollback();
            }
        }
    }

    /** A bean's transactions in a thread of the container's executor: one that commits, and one that rolls back. */
    public void executorCallsBean() throws Exception {
        executor.submit(() -> {
                    cases.push("executor-to-bean");
                    cases.rolledBack();
                })
                .get(20, TimeUnit.SECONDS);
    }

    /** The same in a thread of no container's, without a context class loader. */
    public void threadCallsBean() throws Exception {
        var bean = cases;
        var thread = new Thread(
                () -> {
                    bean.push("thread-to-bean");
                    bean.rolledBack();
                },
                "it-thread-to-bean");
        thread.setContextClassLoader(null);
        thread.start();
        thread.join();
    }
}
