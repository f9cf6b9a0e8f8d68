package org.faktoryjca.it.app.twins;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import org.faktoryjca.JobMethods;
import org.faktoryjca.OnJob;

/** Succeeds, and leaves jobs of the other type to {@link One}. */
@MessageDriven(activationConfig = @ActivationConfigProperty(propertyName = "queues", propertyValue = "twins"))
public class Two implements JobMethods {
    /** The server counts it. */
    @OnJob("two")
    public void two(int number) {
        // Nothing is to be done.
    }
}
