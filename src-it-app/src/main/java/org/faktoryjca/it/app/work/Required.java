package org.faktoryjca.it.app.work;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.resource.ConnectionFactoryDefinition;
import org.faktoryjca.JobMethods;

/** In a transaction of the container's, which is what a bean has unless it says otherwise. */
@ConnectionFactoryDefinition(
        name = "java:app/work",
        resourceAdapter = "#faktory-ra",
        interfaceName = "org.faktoryjca.FaktoryConnectionFactory",
        properties = "defaultQueue=pushed")
@ConnectionFactoryDefinition(
        name = "java:app/away",
        resourceAdapter = "#faktory-ra",
        interfaceName = "org.faktoryjca.FaktoryConnectionFactory",
        properties = {"url=tcp://127.0.0.1:1", "connectTimeout=500ms"})
@MessageDriven(
        messageListenerInterface = JobMethods.class,
        activationConfig = {
            @ActivationConfigProperty(propertyName = "queues", propertyValue = "required"),
            @ActivationConfigProperty(propertyName = "startupGrace", propertyValue = "1s"),
            @ActivationConfigProperty(propertyName = "shutdownTimeout", propertyValue = "3s")
        })
public class Required extends Outcomes {}
