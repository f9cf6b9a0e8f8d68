package org.faktoryjca.it.app.work;

import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.transaction.Status;
import jakarta.transaction.UserTransaction;
import org.faktoryjca.JobMethods;
import org.faktoryjca.OnJob;

/** In transactions of the bean's own. */
@MessageDriven(
        messageListenerInterface = JobMethods.class,
        activationConfig = @ActivationConfigProperty(propertyName = "queues", propertyValue = "persisting-itself"))
@TransactionManagement(TransactionManagementType.BEAN)
public class PersistingItself extends Persisting {
    @Resource
    private UserTransaction transaction;

    @Override
    protected void inTransaction(Step step) throws Exception {
        transaction.begin();
        var done = false;
        try {
            step.run();
            done = true;
        } finally {
            if (!done) {
                transaction.rollback();
            }
        }
        transaction.commit();
    }

    /** Asks for the commit when the transaction has timed out. */
    @OnJob("persist-too-long")
    public void persistTooLong(String id) throws Exception {
        transaction.setTransactionTimeout(1);
        try {
            inTransaction(() -> {
                insert(id);
                var patience = System.nanoTime() + 30_000_000_000L;
                while (transaction.getStatus() == Status.STATUS_ACTIVE && System.nanoTime() < patience) {
                    Thread.sleep(50);
                }
            });
        } finally {
            transaction.setTransactionTimeout(0);
        }
    }
}
