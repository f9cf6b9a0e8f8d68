package org.faktoryjca.it.app.elsewhere;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import org.faktoryjca.Job;
import org.faktoryjca.JobListener;

/** Succeeds. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "url", propertyValue = "${IT_PROXY_URL}"),
            @ActivationConfigProperty(propertyName = "queues", propertyValue = "elsewhere"),
            @ActivationConfigProperty(propertyName = "labels", propertyValue = "elsewhere")
        })
public class Elsewhere implements JobListener {
    @Override
    public void onJob(Job job) {
        // The server counts it.
    }
}
