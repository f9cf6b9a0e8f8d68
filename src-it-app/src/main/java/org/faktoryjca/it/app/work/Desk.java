package org.faktoryjca.it.app.work;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.EJB;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import org.faktoryjca.JobMethods;
import org.faktoryjca.OnJob;

/** Where the test asks and says things, beside the jobs that it watches. */
@MessageDriven(activationConfig = @ActivationConfigProperty(propertyName = "queues", propertyValue = "desk"))
@TransactionManagement(TransactionManagementType.BEAN)
public class Desk implements JobMethods {
    @EJB
    private Reports reports;

    @EJB
    private Signals signals;

    @EJB
    private WorkRows rows;

    @EJB
    private Entries entries;

    /** Answers how many rows can be seen. */
    @OnJob("rows")
    public void rows(String id) {
        reports.say("rows", id, rows.count(id));
    }

    /** Answers how many rows by JPA can be seen. */
    @OnJob("entries")
    public void entries(String id) {
        reports.say("entries", id, entries.count(id));
    }

    /** Lets a job go on. */
    @OnJob("go")
    public void go(String signal) {
        signals.give(signal);
    }
}
