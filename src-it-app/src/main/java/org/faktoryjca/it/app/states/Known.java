package org.faktoryjca.it.app.states;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import org.faktoryjca.JobMethods;
import org.faktoryjca.OnJob;

/** Has a type of its own, and runs one job at a time, so that no more than one FETCH is under way. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "queues", propertyValue = "states"),
            @ActivationConfigProperty(propertyName = "labels", propertyValue = "states"),
            @ActivationConfigProperty(propertyName = "startupGrace", propertyValue = "5m"),
            @ActivationConfigProperty(propertyName = "concurrency", propertyValue = "1")
        })
public class Known implements JobMethods {
    /** Says so. */
    @OnJob("known")
    public void known(String id) {
        throw new IllegalStateException("Known had " + id);
    }
}
