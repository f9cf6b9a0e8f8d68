package org.faktoryjca.it.app.pushes;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.EJB;
import jakarta.ejb.MessageDriven;
import org.faktoryjca.JobMethods;
import org.faktoryjca.OnJob;

/** Looks for the row of a job as soon as it gets it. */
@MessageDriven(activationConfig = @ActivationConfigProperty(propertyName = "queues", propertyValue = "look"))
public class Looker implements JobMethods {
    @EJB
    private Tables tables;

    /** By JPA. */
    @OnJob("look")
    public void look(String id) {
        tables.remember(id, tables.has(id));
    }

    /** In the XA database. */
    @OnJob("look-xa")
    public void lookXa(String id) {
        tables.remember(id, tables.hasXa(id));
    }
}
