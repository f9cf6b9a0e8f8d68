package org.faktoryjca.it.app.again;

import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.resource.ConnectionFactoryDefinition;
import org.faktoryjca.FaktoryConnectionFactory;
import org.faktoryjca.FaktoryHealth;
import org.faktoryjca.Job;
import org.faktoryjca.JobMethods;
import org.faktoryjca.OnJob;

/** Passes on what it gets, in a transaction. */
@ConnectionFactoryDefinition(
        name = "java:app/again",
        resourceAdapter = "#faktory-ra",
        interfaceName = "org.faktoryjca.FaktoryConnectionFactory",
        properties = "defaultQueue=carried")
@MessageDriven(
        messageListenerInterface = JobMethods.class,
        activationConfig = {
            @ActivationConfigProperty(propertyName = "queues", propertyValue = "carry"),
            @ActivationConfigProperty(propertyName = "labels", propertyValue = "courier, again"),
            @ActivationConfigProperty(propertyName = "shutdownTimeout", propertyValue = "1s")
        })
public class Courier implements JobMethods {
    /** An argument of the application's own. */
    public record Parcel(String id, int weight) {}

    @Resource(lookup = "java:app/again")
    private FaktoryConnectionFactory faktory;

    /** Pushes another of its own. */
    @OnJob("carry")
    public void carry(Parcel parcel) {
        faktory.push(Job.of("carried", new Parcel(parcel.id(), parcel.weight() + 1)));
    }

    /** Still runs when the application should be gone. */
    @OnJob("outstay")
    public void outstay(String id) throws InterruptedException {
        faktory.push(Job.of("never", id));
        Thread.sleep(3000);
    }

    /** What an application's health check sees, told in a job. */
    @OnJob("health")
    public void health(String id) {
        var well = FaktoryHealth.ofWorkers();
        faktory.push(
                Job.of("health", id, well.size(), well.stream().anyMatch(FaktoryHealth::isUp), String.valueOf(well)));
    }
}
