package org.faktoryjca.it.app.bare;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.Connector;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.resource.spi.work.Work;
import java.util.concurrent.CountDownLatch;
import javax.transaction.xa.XAResource;

/** Holds a thread from a bean's activation to the adapter's stop. */
@Connector
public class BareAdapter implements ResourceAdapter {
    private transient BootstrapContext context;
    private transient CountDownLatch stopped;
    private transient CountDownLatch ended;

    @Override
    public void start(BootstrapContext server) {
        context = server;
        stopped = new CountDownLatch(1);
    }

    @Override
    public void endpointActivation(MessageEndpointFactory endpoints, ActivationSpec spec) throws ResourceException {
        ended = new CountDownLatch(1);
        context.getWorkManager().scheduleWork(new Waiting(stopped, ended));
    }

    private record Waiting(CountDownLatch stopped, CountDownLatch ended) implements Work {
        @Override
        public void run() {
            try {
                stopped.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            ended.countDown();
        }

        @Override
        public void release() {
            stopped.countDown();
        }
    }

    @Override
    public void endpointDeactivation(MessageEndpointFactory endpoints, ActivationSpec spec) {
        stop();
    }

    @Override
    public void stop() {
        stopped.countDown();
        try {
            if (ended != null) {
                ended.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public XAResource[] getXAResources(ActivationSpec[] specs) {
        return new XAResource[0];
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
