package org.faktoryjca.ra.inbound;

import com.arjuna.ats.jta.TransactionManager;
import jakarta.ejb.ApplicationException;
import jakarta.ejb.EJBException;
import jakarta.transaction.Synchronization;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.faktoryjca.JobContext;
import org.faktoryjca.JobMethods;
import org.faktoryjca.OnJob;

/** A bean whose methods each remember how their transaction ended: the status, or none where there is no transaction. */
public final class DeliveredWork implements JobMethods {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    final List<Object> ended = new CopyOnWriteArrayList<>();
    final CountDownLatch running = new CountDownLatch(1);
    final CountDownLatch mayEnd = new CountDownLatch(1);

    private void watch() throws Exception {
        var transaction = TransactionManager.transactionManager().getTransaction();
        if (transaction == null) {
            ended.add("none");
            return;
        }
        transaction.registerSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {
                // Only the end counts.
            }

            @Override
            public void afterCompletion(int status) {
                ended.add(status);
            }
        });
    }

    @OnJob("return")
    public void succeed(JobContext context) throws Exception {
        watch();
        if (!JobContext.current().orElseThrow().equals(context)) {
            throw new IllegalStateException("two contexts");
        }
    }

    @OnJob("unchecked")
    public void unchecked() throws Exception {
        watch();
        throw new IllegalStateException("unchecked on purpose", new IOException("below"));
    }

    @OnJob("error")
    public void error() throws Exception {
        watch();
        throw new AssertionError("error on purpose");
    }

    @OnJob("checked")
    public void checked() throws Exception {
        watch();
        throw new IOException("checked on purpose");
    }

    @OnJob("harmless")
    public void harmless() throws Exception {
        watch();
        throw new Harmless();
    }

    @OnJob("mark")
    public void mark() throws Exception {
        watch();
        TransactionManager.transactionManager().setRollbackOnly();
    }

    @OnJob("argument")
    public void argument(int number) throws Exception {
        watch();
    }

    @OnJob("wait")
    public void pause() throws Exception {
        watch();
        running.countDown();
        if (!mayEnd.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("nobody said that it may end");
        }
    }

    /** Of a bean that it has called, in another thread. */
    private static EJBException refusal() {
        return CompletableFuture.supplyAsync(EJBComponentUnavailableException::new)
                .join();
    }

    @OnJob("refused elsewhere")
    public void passOn() {
        throw refusal();
    }

    @OnJob("wrapped refusal")
    public void wrap() {
        throw new EJBException(refusal());
    }

    @OnJob("deep")
    public void deep(int depth) {
        if (depth == 0) {
            throw new IllegalStateException("deep down");
        }
        deep(depth - 1);
    }

    @ApplicationException(rollback = false)
    static final class Harmless extends Exception {
        private static final long serialVersionUID = 1L;

        Harmless() {
            super("harmless on purpose");
        }
    }
}
