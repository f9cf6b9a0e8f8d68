package org.faktoryjca.ra;

import com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionSynchronizationRegistryImple;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.XATerminator;
import jakarta.resource.spi.work.ExecutionContext;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkContext;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkListener;
import jakarta.resource.spi.work.WorkManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.Timer;

/** The smallest container that an adapter runs in: threads of its own, and someone's transactions. */
public class StandaloneContainer implements BootstrapContext, WorkManager {
    private final TransactionSynchronizationRegistry registry;

    /** With Narayana's transactions. */
    public StandaloneContainer() {
        this(new TransactionSynchronizationRegistryImple());
    }

    /** With transactions as this registry has them. */
    public StandaloneContainer(TransactionSynchronizationRegistry registry) {
        this.registry = registry;
    }

    @Override
    public TransactionSynchronizationRegistry getTransactionSynchronizationRegistry() {
        return registry;
    }

    @Override
    public WorkManager getWorkManager() {
        return this;
    }

    @Override
    public boolean isContextSupported(Class<? extends WorkContext> type) {
        return false;
    }

    @Override
    public void scheduleWork(Work work) throws WorkException {
        var thread = new Thread(work, "standalone-work");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public XATerminator getXATerminator() {
        throw new UnsupportedOperationException("no transactions are imported");
    }

    @Override
    public Timer createTimer() {
        return new Timer("standalone-timer", true);
    }

    @Override
    public void doWork(Work work) {
        throw new UnsupportedOperationException("the adapter waits for no work");
    }

    @Override
    public void doWork(Work work, long timeout, ExecutionContext context, WorkListener listener) {
        throw new UnsupportedOperationException("the adapter waits for no work");
    }

    @Override
    public long startWork(Work work) {
        throw new UnsupportedOperationException("the adapter waits for no work");
    }

    @Override
    public long startWork(Work work, long timeout, ExecutionContext context, WorkListener listener) {
        throw new UnsupportedOperationException("the adapter waits for no work");
    }

    @Override
    public void scheduleWork(Work work, long timeout, ExecutionContext context, WorkListener listener)
            throws WorkException {
        scheduleWork(work);
    }
}
