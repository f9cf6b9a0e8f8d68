package org.faktoryjca.it.app.work;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import org.faktoryjca.JobMethods;

/** In the transaction that the container begins for the job. */
@MessageDriven(
        messageListenerInterface = JobMethods.class,
        activationConfig = @ActivationConfigProperty(propertyName = "queues", propertyValue = "persisting-required"))
public class PersistingRequired extends Persisting {
    @Override
    protected void inTransaction(Step step) throws Exception {
        step.run();
    }
}
