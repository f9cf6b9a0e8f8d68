package org.faktoryjca.it.app.states;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import org.faktoryjca.Job;
import org.faktoryjca.JobListener;

/** Takes whatever no other bean of the queue names. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "queues", propertyValue = "states"),
            @ActivationConfigProperty(propertyName = "labels", propertyValue = "states"),
            @ActivationConfigProperty(propertyName = "startupGrace", propertyValue = "5m")
        })
public class Others implements JobListener {
    @Override
    public void onJob(Job job) {
        throw new IllegalStateException("Others had " + job.arg(0, String.class));
    }
}
