package org.faktoryjca.it.app;

import jakarta.annotation.Resource;
import jakarta.ejb.AsyncResult;
import jakarta.ejb.Asynchronous;
import jakarta.ejb.EJB;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import jakarta.ejb.Timeout;
import jakarta.ejb.Timer;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.resource.ConnectionFactoryDefinition;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.faktoryjca.FaktoryConnectionFactory;
import org.faktoryjca.Job;

/** Pushes in transactions of the container's. Each job's default queue is {@code it}, which no bean serves. */
@ConnectionFactoryDefinition(
        name = "java:app/faktory",
        resourceAdapter = "#faktory-ra",
        interfaceName = "org.faktoryjca.FaktoryConnectionFactory",
        properties = "defaultQueue=it")
@ConnectionFactoryDefinition(
        name = "java:app/other",
        resourceAdapter = "#faktory-ra",
        interfaceName = "org.faktoryjca.FaktoryConnectionFactory",
        properties = {"defaultQueue=it", "defaultRetry=3"})
@ConnectionFactoryDefinition(
        name = "java:app/atOnce",
        resourceAdapter = "#faktory-ra",
        interfaceName = "org.faktoryjca.FaktoryConnectionFactory",
        properties = {"defaultQueue=it", "transaction=none"})
@Stateless
public class Containers {
    /** Whether the timer has had its rolled-back call: containers call it once more then, at a time of their own. */
    private static final AtomicBoolean ROLLED_BACK = new AtomicBoolean();

    @Resource(lookup = "java:app/faktory")
    private FaktoryConnectionFactory faktory;

    @Resource(lookup = "java:app/other")
    private FaktoryConnectionFactory other;

    @Resource(lookup = "java:app/atOnce")
    private FaktoryConnectionFactory atOnce;

    @Resource
    private SessionContext session;

    @Resource
    private TimerService timers;

    @Resource
    private TransactionSynchronizationRegistry registry;

    @Inject
    private Event<Happened> happened;

    @EJB
    private Rows rows;

    /** Something that observers hear of when the transaction has succeeded. */
    public record Happened(String what) {}

    /** In the caller's transaction. */
    public void push(Job job) {
        faktory.push(job);
    }

    /** A row, and the job that looks for it. */
    public void row(String id) {
        faktory.push(Job.of("look", id).queue("rows"));
        rows.insert(id);
    }

    /** Two pushes by one handle, one by another. */
    public void commits() {
        try (var connection = faktory.getConnection()) {
            connection.push(Job.of("first"));
            connection.pushAll(List.of(Job.of("second"), Job.of("third")));
        }
        faktory.push(Job.of("fourth"));
    }

    /** Two factories in one transaction. */
    public void twoFactories() {
        faktory.push(Job.of("by-one"));
        other.push(Job.of("by-other"));
    }

    /** Marked for rollback after a push. */
    public void marked() {
        faktory.push(Job.of("never"));
        session.setRollbackOnly();
    }

    /** Thrown out after a push. */
    public void throwing() {
        faktory.push(Job.of("never"));
        throw new IllegalStateException("on purpose");
    }

    /** A push after the mark, which must be refused. */
    public String pushAfterMark() {
        session.setRollbackOnly();
        try {
            faktory.push(Job.of("never"));
            return "was taken";
        } catch (RuntimeException e) {
            return e.getMessage();
        }
    }

    /** An inner transaction that commits in an outer one that does not. */
    public void outer() {
        faktory.push(Job.of("never"));
        session.getBusinessObject(Containers.class).inner();
        session.setRollbackOnly();
    }

    /** See {@link #outer}. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void inner() {
        faktory.push(Job.of("inner"));
    }

    /** Without a transaction. */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public void without() {
        faktory.push(Job.of("without"));
        throw new IllegalStateException("after it has left");
    }

    /** By a factory that does not wait for the commit, in a transaction that there is none of. */
    public void atOnce() {
        atOnce.push(Job.of("at-once"));
        session.setRollbackOnly();
    }

    /** Shortly before and shortly after the commit. */
    public void around() {
        registry.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {
                faktory.push(Job.of("before-completion"));
            }

            @Override
            public void afterCompletion(int status) {
                // The transaction's own pushes have left by then, or leave next to it.
            }
        });
        happened.fire(new Happened("after-success"));
    }

    /** In a thread of the container's. */
    @Asynchronous
    public Future<String> asynchronous() {
        faktory.push(Job.of("asynchronous"));
        return new AsyncResult<>("done");
    }

    /** By a timer, whose transaction commits. */
    public void timer() {
        timers.createSingleActionTimer(1, new TimerConfig("timer", false));
    }

    /** By a timer, whose transaction does not. */
    public void timerRolledBack() {
        timers.createSingleActionTimer(1, new TimerConfig("never", false));
    }

    @Timeout
    void timeout(Timer timer) {
        var type = String.valueOf(timer.getInfo());
        if (!type.equals("never")) {
            faktory.push(Job.of(type));
        } else if (ROLLED_BACK.compareAndSet(false, true)) {
            faktory.push(Job.of(type));
            atOnce.push(Job.of("timer-that-rolls-back"));
            session.setRollbackOnly();
        }
    }
}
