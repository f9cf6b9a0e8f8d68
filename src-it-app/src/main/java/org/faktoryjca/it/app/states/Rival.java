package org.faktoryjca.it.app.states;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import org.faktoryjca.JobMethods;
import org.faktoryjca.OnJob;

/** Wants the type of {@link Known}. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "queues", propertyValue = "states"),
            @ActivationConfigProperty(propertyName = "labels", propertyValue = "states"),
            @ActivationConfigProperty(propertyName = "startupGrace", propertyValue = "5m")
        })
public class Rival implements JobMethods {
    /** Says so. */
    @OnJob("known")
    public void known(String id) {
        throw new IllegalStateException("Rival had " + id);
    }
}
