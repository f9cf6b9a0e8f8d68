package org.faktoryjca.it.app.work;

import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.EJB;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.transaction.UserTransaction;
import org.faktoryjca.JobMethods;
import org.faktoryjca.OnJob;

/** In transactions of its own, or in none. */
@MessageDriven(
        messageListenerInterface = JobMethods.class,
        activationConfig = {
            @ActivationConfigProperty(propertyName = "queues", propertyValue = "bean-managed"),
            @ActivationConfigProperty(propertyName = "startupGrace", propertyValue = "1s"),
            @ActivationConfigProperty(propertyName = "shutdownTimeout", propertyValue = "3s")
        })
@TransactionManagement(TransactionManagementType.BEAN)
public class BeanManaged extends Outcomes {
    @Resource
    private UserTransaction transaction;

    @EJB
    private WorkRows rows;

    /** Commits one, rolls back another, and fails. */
    @OnJob("own")
    public void own(String id) throws Exception {
        transaction.begin();
        super.push(id);
        transaction.commit();
        transaction.begin();
        super.push(id + "-never");
        transaction.rollback();
        throw new IllegalStateException("after its own transactions");
    }

    /** Leaves its transaction open, which no bean may. */
    @OnJob("open")
    public void open(String id) throws Exception {
        transaction.begin();
        rows.insert(id);
    }
}
