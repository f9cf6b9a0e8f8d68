package org.faktoryjca.it.app.held;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import java.util.concurrent.TimeUnit;
import org.faktoryjca.JobMethods;
import org.faktoryjca.OnJob;

/** Without a transaction of the container's, which a server might roll back at the end of the long call. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "queues", propertyValue = "holding"),
            @ActivationConfigProperty(propertyName = "concurrency", propertyValue = "4")
        })
@TransactionManagement(TransactionManagementType.BEAN)
public class Holding implements JobMethods {
    /** Runs on for so many seconds. */
    @OnJob("hold")
    public void hold(int seconds) throws InterruptedException {
        TimeUnit.SECONDS.sleep(seconds);
    }

    /** The server counts it. */
    @OnJob("brief")
    public void brief(int number) {
        // Nothing is to be done.
    }
}
