package org.faktoryjca.it.app.narrow;

import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.resource.ConnectionFactoryDefinition;
import java.util.concurrent.atomic.AtomicInteger;
import org.faktoryjca.FaktoryConnectionFactory;
import org.faktoryjca.Job;
import org.faktoryjca.JobMethods;
import org.faktoryjca.OnJob;

/** Says which job it has run, and how many ran at that time. */
@ConnectionFactoryDefinition(
        name = "java:app/narrow",
        resourceAdapter = "#faktory-ra",
        interfaceName = "org.faktoryjca.FaktoryConnectionFactory",
        properties = "defaultQueue=carried")
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "queues", propertyValue = "narrow"),
            @ActivationConfigProperty(propertyName = "concurrency", propertyValue = "4")
        })
public class Narrow implements JobMethods {
    private static final long A_WHILE = 50;
    private static final AtomicInteger RUNNING = new AtomicInteger();

    @Resource(lookup = "java:app/narrow")
    private FaktoryConnectionFactory faktory;

    /** Takes so long that others come meanwhile. */
    @OnJob("narrow")
    public void narrow(int number) throws InterruptedException {
        var running = RUNNING.incrementAndGet();
        try {
            Thread.sleep(A_WHILE);
            faktory.push(Job.of("ran", number, running));
        } finally {
            RUNNING.decrementAndGet();
        }
    }
}
