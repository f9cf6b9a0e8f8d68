package org.faktoryjca.it.app.work;

import jakarta.annotation.Resource;
import jakarta.ejb.ApplicationException;
import jakarta.ejb.EJB;
import jakarta.ejb.MessageDrivenContext;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.io.IOException;
import java.time.Duration;
import org.faktoryjca.FaktoryConnectionFactory;
import org.faktoryjca.Job;
import org.faktoryjca.JobContext;
import org.faktoryjca.JobMethods;
import org.faktoryjca.OnJob;

/**
 * Each way that a job can end. Every method first inserts a row, named as the job's argument, and tells the transaction's
 * status.
 */
public abstract class Outcomes implements JobMethods {
    @Resource(lookup = "java:app/work")
    private FaktoryConnectionFactory faktory;

    @Resource(lookup = "java:app/away")
    private FaktoryConnectionFactory away;

    @Resource
    private TransactionSynchronizationRegistry registry;

    @Resource
    private MessageDrivenContext context;

    @EJB
    private Reports reports;

    @EJB
    private Signals signals;

    @EJB
    private WorkRows rows;

    /** Lets the transaction commit. */
    @ApplicationException(rollback = false)
    public static class Harmless extends Exception {
        private static final long serialVersionUID = 1L;

        Harmless() {
            super("harmless on purpose");
        }
    }

    private void begin(String id) {
        reports.say("status", id, registry.getTransactionStatus());
        rows.insert(id);
    }

    /** Returns. */
    @OnJob("return")
    public void succeed(String id) {
        begin(id);
    }

    /** Throws unchecked. */
    @OnJob("unchecked")
    public void unchecked(String id) {
        begin(id);
        throw new IllegalStateException("unchecked on purpose", new IOException("below"));
    }

    /** Throws an error. */
    @OnJob("error")
    public void error(String id) {
        begin(id);
        throw new AssertionError("error on purpose");
    }

    /** Throws checked. */
    @OnJob("checked")
    public void checked(String id) throws IOException {
        begin(id);
        throw new IOException("checked on purpose");
    }

    /** Throws what commits. */
    @OnJob("harmless")
    public void harmless(String id) throws Harmless {
        begin(id);
        throw new Harmless();
    }

    /** Marks the container's transaction. */
    @OnJob("mark")
    public void mark(String id) {
        begin(id);
        context.setRollbackOnly();
    }

    /** Pushes, and returns. */
    @OnJob("push")
    public void push(String id) {
        begin(id);
        faktory.push(Job.of("pushed", id));
    }

    /** Pushes, and fails. */
    @OnJob("push-and-fail")
    public void pushAndFail(String id) {
        begin(id);
        faktory.push(Job.of("pushed", id));
        throw new IllegalStateException("after a push");
    }

    /** Pushes to a server that is not there. */
    @OnJob("push-away")
    public void pushAway(String id) {
        begin(id);
        away.push(Job.of("pushed", id));
    }

    /** Something that another participant refuses shortly before the commit. */
    @OnJob("refuse")
    public void refuse(String id) {
        begin(id);
        registry.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {
                throw new IllegalStateException("no commit, on purpose");
            }

            @Override
            public void afterCompletion(int status) {
                // The test sees by the row how it ended.
            }
        });
    }

    /** Waits for a signal before the commit and for another after it. */
    @OnJob("gates")
    public void gates(String id) {
        begin(id);
        registry.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {
                reports.say("before-completion", id);
                signals.await(id + "-commit");
            }

            @Override
            public void afterCompletion(int status) {
                reports.say("after-completion", id, status);
                signals.await(id + "-end");
            }
        });
    }

    /** Waits until its transaction is no longer active, which its time-out does, and returns. */
    @OnJob("outlast")
    public void outlast(String id) throws InterruptedException {
        begin(id);
        var patience = System.nanoTime() + 30_000_000_000L;
        while (registry.getTransactionStatus() == Status.STATUS_ACTIVE && System.nanoTime() < patience) {
            Thread.sleep(50);
        }
    }

    /** Waits for a signal, and returns. */
    @OnJob("linger")
    public void linger(String id) {
        begin(id);
        reports.say("lingering", id);
        signals.await(id + "-end");
    }

    /** Runs on for so many seconds, whatever becomes of the application, and returns. */
    @OnJob("outstay")
    public void outstay(String id, int seconds) throws InterruptedException {
        begin(id);
        reports.say("lingering", id);
        Thread.sleep(Duration.ofSeconds(seconds).toMillis());
    }

    /** Takes a number. */
    @OnJob("number")
    public void number(int number) {
        begin(String.valueOf(number));
    }

    /** The same in any code of the thread as in the parameter. */
    @OnJob("context")
    public void context(String id, JobContext given) {
        reports.say(
                "context",
                id,
                JobContext.current().filter(given::equals).isPresent(),
                given.job().jid(),
                given.attempt(),
                given.retriesLeft(),
                given.leaseEnds());
    }
}
