package org.faktoryjca.bench.worker;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import org.faktoryjca.JobMethods;
import org.faktoryjca.OnJob;

/** The bean, as an application would write it: its arguments bound, in a transaction of the container. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "queues", propertyValue = "bench-bean"),
            @ActivationConfigProperty(propertyName = "concurrency", propertyValue = "10")
        })
public class BenchJobs implements JobMethods {
    private final Gate gate = Gate.instance();

    /** For the container. */
    public BenchJobs() {}

    /** One job. */
    @OnJob("bench")
    public void pass(long sentNanos, String to, String text) {
        gate.pass(sentNanos);
    }
}
