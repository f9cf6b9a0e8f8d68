package org.faktoryjca.it.app.held;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import org.faktoryjca.JobMethods;
import org.faktoryjca.OnJob;

/** Never has a long call, and goes with {@link Holding}. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "queues", propertyValue = "steady"),
            @ActivationConfigProperty(propertyName = "concurrency", propertyValue = "4")
        })
public class Steady implements JobMethods {
    /** The server counts it. */
    @OnJob("brief")
    public void brief(int number) {
        // Nothing is to be done.
    }
}
