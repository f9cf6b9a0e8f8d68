package org.faktoryjca.ra.inbound;

import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.worker.Delivery;
import org.faktoryjca.worker.JobRunner;
import org.faktoryjca.worker.Outcome;
import org.faktoryjca.worker.Place;

/**
 * Runs jobs in a message-driven bean, for each an endpoint: one that a lane took before its FETCH, or one that the job waits for.
 * Thread-safe.
 *
 * <p>On Payara and GlassFish an endpoint is an instance of the bean, and there is none if its pool is used up. On WildFly it always
 * is there, and the call waits for the instance.
 */
final class EndpointRunner implements JobRunner {
    /** Between two looks whether the container has an instance free: it tells nobody when it has. */
    private static final long LOOK_MILLIS = 50;

    private final MessageEndpointFactory endpoints;
    private final BeanCall call;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Scarcity scarcity;

    /** The threads in a call for an endpoint, which some servers let wait, and whether they have a job. Guarded by itself. */
    private final Map<Thread, Boolean> asking = new HashMap<>();

    /** Guarded by {@link #asking}. */
    private boolean leaving;

    EndpointRunner(MessageEndpointFactory endpoints, BeanCall call) {
        this.endpoints = endpoints;
        this.call = call;
        this.scarcity = new Scarcity(call.bean());
    }

    /** One lane's own endpoint, for one job after another. */
    private record EndpointPlace(MessageEndpoint endpoint, BeanCall call) implements Place {
        @Override
        public Outcome run(Delivery delivery) {
            return call.run(endpoint, delivery);
        }

        @Override
        public void release() {
            endpoint.release();
        }
    }

    /** Asked in a lane, and never in the thread that deploys: some servers have whoever asks wait until the application is up. */
    @Override
    public Optional<Place> reserve() {
        try {
            var endpoint = create(false);
            scarcity.over();
            return Optional.of(new EndpointPlace(endpoint, call));
        } catch (UnavailableException | RuntimeException | Error e) {
            // Usually the pool is used up, which the beans at work will change: the lane asks again. A bean's
            // constructor may throw anything.
            scarcity.goesOn(e);
            return Optional.empty();
        }
    }

    @Override
    public Outcome run(Delivery delivery) {
        MessageEndpoint endpoint;
        try {
            endpoint = endpoint(delivery);
        } catch (UnavailableException | RuntimeException e) {
            if (isLeaving() || delivery.isOver()) {
                return delivery.doomedOutcome();
            }
            return Outcome.failed(new FaktoryException(
                    ErrorCode.UNEXPECTED_CONTAINER_CALL, "the application server gives no endpoint: " + e, e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.failed(e);
        }
        try {
            return call.run(endpoint, delivery);
        } finally {
            endpoint.release();
        }
    }

    /**
     * An endpoint, waited for while the container has none free: the job keeps its lane, and no other one is fetched. Of a bean that is
     * deactivated Payara has none any more, however long one waits.
     */
    private MessageEndpoint endpoint(Delivery delivery) throws UnavailableException, InterruptedException {
        while (true) {
            try {
                return create(true);
            } catch (UnavailableException e) {
                if (isLeaving() || stopped.await(LOOK_MILLIS, TimeUnit.MILLISECONDS) || delivery.isOver()) {
                    throw e;
                }
            }
        }
    }

    private MessageEndpoint create(boolean forJob) throws UnavailableException {
        var thread = Thread.currentThread();
        synchronized (asking) {
            if (isRefused(forJob)) {
                throw new UnavailableException("the bean is deactivated");
            }
            asking.put(thread, forJob);
        }
        try {
            return endpoints.createEndpoint(null);
        } finally {
            synchronized (asking) {
                asking.remove(thread);
                if (isRefused(forJob)) {
                    // Its own, by interruptRefused: it must not end what comes after.
                    Thread.interrupted();
                }
            }
        }
    }

    private boolean isLeaving() {
        synchronized (asking) {
            return leaving || stopped.getCount() == 0;
        }
    }

    private boolean isRefused(boolean forJob) {
        return stopped.getCount() == 0 || leaving && !forJob;
    }

    /** Takes no endpoint for jobs to come; those that have been fetched still get theirs. */
    void stopReserving() {
        synchronized (asking) {
            leaving = true;
            interruptRefused();
        }
    }

    /** Takes no endpoint any more, and waits for none. */
    void stopWaiting() {
        synchronized (asking) {
            stopped.countDown();
            interruptRefused();
        }
    }

    /** Where an application is undeployed before it was up, they would wait for a minute. */
    private void interruptRefused() {
        asking.forEach((thread, forJob) -> {
            if (isRefused(forJob)) {
                thread.interrupt();
            }
        });
    }
}
