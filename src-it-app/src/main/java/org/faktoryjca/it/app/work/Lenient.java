package org.faktoryjca.it.app.work;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import org.faktoryjca.JobMethods;

/** Commits what a checked exception leaves. */
@MessageDriven(
        messageListenerInterface = JobMethods.class,
        activationConfig = {
            @ActivationConfigProperty(propertyName = "queues", propertyValue = "lenient"),
            @ActivationConfigProperty(propertyName = "rollbackOnCheckedException", propertyValue = "false")
        })
public class Lenient extends Outcomes {}
