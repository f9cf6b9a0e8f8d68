package org.faktoryjca.it.app.work;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import org.faktoryjca.JobMethods;

/** Interrupted when its time is over. */
@MessageDriven(
        messageListenerInterface = JobMethods.class,
        activationConfig = {
            @ActivationConfigProperty(propertyName = "queues", propertyValue = "impatient"),
            @ActivationConfigProperty(propertyName = "shutdownTimeout", propertyValue = "1s"),
            @ActivationConfigProperty(propertyName = "interruptOnShutdown", propertyValue = "true")
        })
public class Impatient extends Outcomes {}
