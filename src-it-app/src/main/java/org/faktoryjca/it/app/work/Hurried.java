package org.faktoryjca.it.app.work;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import org.faktoryjca.JobMethods;

/** With a transaction that times out after some seconds: as the server's own descriptor says, or its default. */
@MessageDriven(
        messageListenerInterface = JobMethods.class,
        activationConfig = @ActivationConfigProperty(propertyName = "queues", propertyValue = "hurried"))
public class Hurried extends Outcomes {}
