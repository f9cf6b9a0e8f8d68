package org.faktoryjca.it.app.work;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import org.faktoryjca.Job;
import org.faktoryjca.JobMethods;

/** Without a transaction. Servers apply the annotation to the methods that the class declares, hence its own {@code onJob}. */
@MessageDriven(
        messageListenerInterface = JobMethods.class,
        activationConfig = {
            @ActivationConfigProperty(propertyName = "queues", propertyValue = "not-supported"),
            @ActivationConfigProperty(propertyName = "startupGrace", propertyValue = "1s"),
            @ActivationConfigProperty(propertyName = "shutdownTimeout", propertyValue = "3s")
        })
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class NotSupported extends Outcomes {
    @Override
    public void onJob(Job job) throws Exception {
        super.onJob(job);
    }
}
