package org.faktoryjca.ra.inbound;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.faktoryjca.Job;
import org.faktoryjca.JobListener;
import org.faktoryjca.JobMethods;
import org.faktoryjca.ra.RaLog;
import org.faktoryjca.ra.Transactions;
import org.faktoryjca.spi.CurrentJob;
import org.faktoryjca.worker.Delivery;
import org.faktoryjca.worker.FailureReport;
import org.faktoryjca.worker.Outcome;

/**
 * Calls a bean through an endpoint: the call in its brackets, and what became of the transaction. Thread-safe.
 *
 * @see <a href="https://jakarta.ee/specifications/connectors/2.1/">Jakarta Connectors 2.1, "Transaction demarcation with
 *     beforeDelivery and afterDelivery"</a>
 */
final class BeanCall {
    private final Class<?> bean;
    private final Transactions transactions;
    private final Set<String> lineage;
    private final Method method;
    private final boolean rollbackOnCheckedException;
    private final RefusedCalls refused;

    BeanCall(Class<?> bean, Transactions transactions, boolean rollbackOnCheckedException) {
        this.bean = bean;
        this.transactions = transactions;
        this.lineage = lineage(bean);
        this.method = listenerMethod(bean);
        this.rollbackOnCheckedException = rollbackOnCheckedException;
        this.refused = new RefusedCalls(bean, System::nanoTime);
    }

    Class<?> bean() {
        return bean;
    }

    /** The names of the classes that may hold the listener's method. */
    private static Set<String> lineage(Class<?> bean) {
        return Stream.<Class<?>>iterate(bean, type -> type != null && type != Object.class, Class::getSuperclass)
                .map(Class::getName)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The interface's own method: what every server takes for the brackets. */
    static Method listenerMethod(Class<?> bean) {
        var listener = JobMethods.class.isAssignableFrom(bean) ? JobMethods.class : JobListener.class;
        try {
            return listener.getMethod("onJob", Job.class);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("the listener interfaces have onJob", e);
        }
    }

    Outcome run(MessageEndpoint endpoint, Delivery delivery) {
        var refusedBefore = refused.last();
        try {
            endpoint.beforeDelivery(method);
        } catch (NoSuchMethodException | ResourceException | RuntimeException e) {
            return failed(e, delivery);
        }
        Optional<DeliveryTransaction> transaction;
        try {
            transaction = transactions.watch(() -> new DeliveryTransaction(delivery));
        } catch (RuntimeException | Error e) {
            // Nobody would tell how it ends, as of one that has just timed out: the bean is not called, and the
            // container closes it.
            end(endpoint, delivery, true);
            return Outcome.failed(e);
        }
        var thrown = call(endpoint, delivery);
        thrown.map(EndpointFailures::cause)
                .filter(this::rollsBack)
                .ifPresent(t -> transaction.ifPresent(DeliveryTransaction::rollBack));
        var leftOpen = transaction.isEmpty() && thrown.isEmpty() ? leftOpen() : Optional.<Outcome>empty();
        end(endpoint, delivery, thrown.isPresent());
        if (thrown.isEmpty()) {
            refused.passed(refusedBefore);
        }
        if (leftOpen.isPresent()) {
            return leftOpen.get();
        }
        return thrown.map(t -> failed(t, delivery))
                .orElseGet(() -> transaction
                        .map(DeliveryTransaction::outcome)
                        .orElseGet(() -> delivery.commit() ? Outcome.succeeded() : delivery.doomedOutcome()));
    }

    private Outcome failed(Throwable thrown, Delivery delivery) {
        var failure = FailureReport.of(EndpointFailures.cause(thrown), this::isCalled);
        var isRefused = RefusedCalls.areMeantBy(thrown, BeanCall.class, this::isCalled);
        return isRefused && !delivery.isOver() ? refused.outcome(failure) : delivery.thrownOutcome(failure);
    }

    /** Calls the bean; what is thrown is as the container has thrown it. */
    private Optional<Throwable> call(MessageEndpoint endpoint, Delivery delivery) {
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        thread.setContextClassLoader(bean.getClassLoader());
        try {
            CurrentJob.runIn(delivery.context(), () -> ((JobListener) endpoint).onJob(delivery.job()));
            return Optional.empty();
        } catch (Throwable e) {
            // Whatever it was, the bracket must be closed and the job reported.
            return Optional.of(e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** What becomes of a job whose bean has left a transaction of its own open, or may have: where nobody can say, it is not done. */
    private Optional<Outcome> leftOpen() {
        try {
            return transactions.isThere() ? Optional.of(DeliveryTransaction.leftOpen()) : Optional.empty();
        } catch (RuntimeException | Error e) {
            return Optional.of(Outcome.failed(e));
        }
    }

    private static void end(MessageEndpoint endpoint, Delivery delivery, boolean failed) {
        try {
            endpoint.afterDelivery();
        } catch (ResourceException | RuntimeException | Error e) {
            // How the transaction ended, it has told by itself; this says it again, or belongs to the container.
            RaLog.afterDelivery(delivery.job(), failed, e);
        }
    }

    /** The bean's own method, which the container calls; nothing that is under it in the stack is the application's. */
    private boolean isCalled(StackTraceElement frame) {
        return frame.getMethodName().equals(method.getName()) && lineage.contains(frame.getClassName());
    }

    private boolean rollsBack(Throwable thrown) {
        return rollbackOnCheckedException && EndpointFailures.isChecked(thrown) && !EndpointFailures.commits(thrown);
    }
}
