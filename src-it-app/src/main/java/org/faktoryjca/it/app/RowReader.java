package org.faktoryjca.it.app;

import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.EJB;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.MessageDrivenContext;
import java.util.List;
import org.faktoryjca.Job;
import org.faktoryjca.JobMethods;
import org.faktoryjca.OnJob;

/** Looks for the row of a job as soon as it gets it, and pushes from its own transaction. */
@MessageDriven(activationConfig = @ActivationConfigProperty(propertyName = "queues", propertyValue = "rows"))
public class RowReader implements JobMethods {
    /** An argument of the application's own. */
    public record Order(String id, List<String> lines) {}

    @EJB
    private Rows rows;

    @Resource
    private MessageDrivenContext context;

    @EJB
    private Containers containers;

    /** The row should be there: its job was pushed in its transaction. */
    @OnJob("look")
    public void look(String id) {
        rows.look(id);
    }

    /** Pushes, and succeeds. */
    @OnJob("push")
    public void push(Order order) {
        containers.push(Job.of("pushed-by-bean-" + order.lines().size()));
    }

    /** Pushes, and fails: nothing may leave. */
    @OnJob("push-and-fail")
    public void pushAndFail(String id) throws Exception {
        containers.push(Job.of("never"));
        throw new Exception("checked, and rolled back all the same");
    }

    /** Rolls back without a word. */
    @OnJob("roll-back")
    public void rollBack(String id) {
        containers.push(Job.of("never"));
        context.setRollbackOnly();
    }
}
