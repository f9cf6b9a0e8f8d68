package org.faktoryjca.it.app;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import org.faktoryjca.FaktoryConnectionFactory;
import org.faktoryjca.Job;

/** Pushes when it hears that a transaction has succeeded. */
@ApplicationScoped
public class Observer {
    @Resource(lookup = "java:app/faktory")
    private FaktoryConnectionFactory faktory;

    void hear(@Observes(during = TransactionPhase.AFTER_SUCCESS) Containers.Happened happened) {
        faktory.push(Job.of(happened.what()));
    }
}
