package org.faktoryjca.ra.inbound;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.Job;
import org.faktoryjca.JobListener;
import org.faktoryjca.JobMethods;
import org.faktoryjca.ra.RaLog;
import org.faktoryjca.ra.Transactions;
import org.faktoryjca.spi.CurrentJob;
import org.faktoryjca.worker.Delivery;
import org.faktoryjca.worker.FailureReport;
import org.faktoryjca.worker.JobRunner;
import org.faktoryjca.worker.Outcome;

/**
 * Runs a job in a message-driven bean: an endpoint, the call in its brackets, and what became of the transaction. Thread-safe.
 *
 * @see <a href="https://jakarta.ee/specifications/connectors/2.1/">Jakarta Connectors 2.1, "Transaction demarcation with
 *     beforeDelivery and afterDelivery"</a>
 */
final class EndpointRunner implements JobRunner {
    /** Between two looks whether the container has an instance free: it tells nobody when it has. */
    private static final long LOOK_MILLIS = 50;

    private final MessageEndpointFactory endpoints;
    private final Transactions transactions;
    private final ClassLoader application;
    private final Set<String> beans;
    private final Method method;
    private final boolean rollbackOnCheckedException;
    private final CountDownLatch stopped = new CountDownLatch(1);

    EndpointRunner(
            MessageEndpointFactory endpoints,
            Transactions transactions,
            Class<?> bean,
            boolean rollbackOnCheckedException) {
        this.endpoints = endpoints;
        this.transactions = transactions;
        this.application = bean.getClassLoader();
        this.beans = lineage(bean);
        this.method = listenerMethod(bean);
        this.rollbackOnCheckedException = rollbackOnCheckedException;
    }

    /** The interface's own method: what every server takes for the brackets. */
    private static Method listenerMethod(Class<?> bean) {
        var listener = JobMethods.class.isAssignableFrom(bean) ? JobMethods.class : JobListener.class;
        try {
            return listener.getMethod("onJob", Job.class);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("the listener interfaces have onJob", e);
        }
    }

    /** The names of the classes that may hold the listener's method. */
    private static Set<String> lineage(Class<?> bean) {
        return Stream.<Class<?>>iterate(bean, type -> type != null && type != Object.class, Class::getSuperclass)
                .map(Class::getName)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Outcome run(Delivery delivery) {
        MessageEndpoint endpoint;
        try {
            endpoint = endpoint(delivery);
        } catch (UnavailableException | RuntimeException e) {
            if (stopped.getCount() == 0 || delivery.isOver()) {
                return delivery.doomedOutcome();
            }
            return Outcome.failed(new FaktoryException(
                    ErrorCode.UNEXPECTED_CONTAINER_CALL, "the application server gives no endpoint: " + e, e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.failed(e);
        }
        try {
            return deliver(endpoint, delivery);
        } finally {
            endpoint.release();
        }
    }

    /** An endpoint, waited for while the container has none free: the job keeps its lane, and no other one is fetched. */
    private MessageEndpoint endpoint(Delivery delivery) throws UnavailableException, InterruptedException {
        while (true) {
            try {
                return endpoints.createEndpoint(null);
            } catch (UnavailableException e) {
                if (stopped.await(LOOK_MILLIS, TimeUnit.MILLISECONDS) || delivery.isOver()) {
                    throw e;
                }
            }
        }
    }

    /** Waits for no endpoint any more. */
    void stopWaiting() {
        stopped.countDown();
    }

    private Outcome deliver(MessageEndpoint endpoint, Delivery delivery) {
        try {
            endpoint.beforeDelivery(method);
        } catch (NoSuchMethodException | ResourceException | RuntimeException e) {
            return Outcome.failed(e);
        }
        var transaction = transactions.watch(() -> new DeliveryTransaction(delivery));
        var thrown = call(endpoint, delivery);
        thrown.filter(this::rollsBack).ifPresent(t -> transaction.ifPresent(DeliveryTransaction::rollBack));
        end(endpoint, delivery, thrown.isPresent());
        return thrown.map(t -> delivery.isLeaseOver() ? new Outcome.LeaseEnded() : failed(t))
                .orElseGet(() -> transaction
                        .map(DeliveryTransaction::outcome)
                        .orElseGet(() -> delivery.commit() ? Outcome.succeeded() : delivery.doomedOutcome()));
    }

    private Outcome failed(Throwable thrown) {
        return new Outcome.Failed(FailureReport.of(thrown, this::isCall));
    }

    /** The bean's own method, which the container calls; nothing that is under it in the stack is the application's. */
    private boolean isCall(StackTraceElement frame) {
        return frame.getMethodName().equals(method.getName()) && beans.contains(frame.getClassName());
    }

    private Optional<Throwable> call(MessageEndpoint endpoint, Delivery delivery) {
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        thread.setContextClassLoader(application);
        try {
            CurrentJob.runIn(delivery.context(), () -> ((JobListener) endpoint).onJob(delivery.job()));
            return Optional.empty();
        } catch (Throwable e) {
            // Whatever it was, the bracket must be closed and the job reported.
            return Optional.of(EndpointFailures.cause(e));
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static void end(MessageEndpoint endpoint, Delivery delivery, boolean failed) {
        try {
            endpoint.afterDelivery();
        } catch (ResourceException | RuntimeException e) {
            // How the transaction ended, it has told by itself; this says it again, or belongs to the container.
            RaLog.afterDelivery(delivery.job(), failed, e);
        }
    }

    private boolean rollsBack(Throwable thrown) {
        return rollbackOnCheckedException && EndpointFailures.isChecked(thrown) && !EndpointFailures.commits(thrown);
    }
}
