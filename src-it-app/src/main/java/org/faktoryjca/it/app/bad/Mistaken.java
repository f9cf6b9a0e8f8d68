package org.faktoryjca.it.app.bad;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.util.List;
import org.faktoryjca.JobContext;
import org.faktoryjca.JobMethods;
import org.faktoryjca.OnJob;

/** Has every mistake at once that a bean can have and a server lets through to the adapter. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "queues", propertyValue = "no such queue"),
            @ActivationConfigProperty(propertyName = "concurrency", propertyValue = "many"),
            @ActivationConfigProperty(propertyName = "url", propertyValue = "tcp+tls://127.0.0.1:1"),
            @ActivationConfigProperty(propertyName = "trustStore", propertyValue = "/no/such/trust.p12"),
            @ActivationConfigProperty(propertyName = "keyStore", propertyValue = "/no/such/key.p12"),
            @ActivationConfigProperty(propertyName = "jobTypes", propertyValue = "one, another")
        })
public class Mistaken implements JobMethods {
    /** One of two. */
    @OnJob("one")
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public void one(String text) {}

    /** The other. */
    @OnJob("one")
    public void two(String text) {}

    /** Nothing can be run by anyone. */
    @OnJob("run")
    public void run(List<Runnable> tasks) {}

    /** In the wrong place. */
    @OnJob("context")
    public void context(JobContext context, String text) {}

    @OnJob("hidden")
    void hidden() {}
}
