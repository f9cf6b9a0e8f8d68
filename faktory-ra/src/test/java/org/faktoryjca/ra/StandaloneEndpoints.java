package org.faktoryjca.ra;

import com.arjuna.ats.jta.TransactionManager;
import jakarta.ejb.ApplicationException;
import jakarta.ejb.EJBException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.transaction.xa.XAResource;
import org.faktoryjca.JobListener;

/**
 * The smallest container of message-driven beans: a number of instances, and Narayana's transactions around their calls as the
 * Enterprise Beans specification has them.
 *
 * @see <a href="https://jakarta.ee/specifications/enterprise-beans/4.0/">Jakarta Enterprise Beans 4.0, "Exception Handling"</a>
 */
public final class StandaloneEndpoints implements MessageEndpointFactory {
    private final JobListener bean;
    private final boolean transacted;
    private final Semaphore instances;
    private final AtomicInteger created = new AtomicInteger();
    private final AtomicInteger inDelivery = new AtomicInteger();

    /** None, or what every delivery meets at its beginning. */
    private volatile Optional<Supplier<EJBException>> deliveryRefusal = Optional.empty();

    /** None, or what every call meets instead of the bean. */
    private volatile Optional<Supplier<EJBException>> callRefusal = Optional.empty();

    /** None, or what every delivery meets when it is over and its transaction has ended. */
    private volatile Optional<Error> complaint = Optional.empty();

    /** A bean whose container has so many instances of it, and gives each call a transaction or none. */
    public StandaloneEndpoints(JobListener bean, boolean transacted, int instances) {
        this.bean = bean;
        this.transacted = transacted;
        this.instances = new Semaphore(instances);
    }

    /** How many endpoints were given out, ever. */
    public int created() {
        return created.get();
    }

    /** How many instances are in nobody's hands. */
    public int free() {
        return instances.availablePermits();
    }

    /** How many deliveries have begun and not ended. */
    public int inDelivery() {
        return inDelivery.get();
    }

    /** As when the bean's application is being undeployed, in Payara's way. Made in the thread that calls. */
    public void refuseDeliveries(Supplier<EJBException> refusal) {
        deliveryRefusal = Optional.of(refusal);
    }

    /** Likewise, in WildFly's way. */
    public void refuseCalls(Supplier<EJBException> refusal) {
        callRefusal = Optional.of(refusal);
    }

    /** As when the container breaks over what it does last. */
    public void complainAfterDeliveries(Error thrown) {
        complaint = Optional.of(thrown);
    }

    /** How many instances there are from now on, more. */
    public void add(int more) {
        instances.release(more);
    }

    @Override
    public MessageEndpoint createEndpoint(XAResource resource) throws UnavailableException {
        if (!instances.tryAcquire()) {
            throw new UnavailableException("no instance is free");
        }
        created.incrementAndGet();
        return (MessageEndpoint) Proxy.newProxyInstance(
                bean.getClass().getClassLoader(),
                new Class<?>[] {MessageEndpoint.class, JobListener.class},
                new Call());
    }

    @Override
    public MessageEndpoint createEndpoint(XAResource resource, long timeout) throws UnavailableException {
        return createEndpoint(resource);
    }

    @Override
    public boolean isDeliveryTransacted(Method method) {
        return transacted;
    }

    @Override
    public String getActivationName() {
        return "standalone";
    }

    @Override
    public Class<?> getEndpointClass() {
        return bean.getClass();
    }

    /** One endpoint. */
    private final class Call implements InvocationHandler {
        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            switch (method.getName()) {
                case "beforeDelivery" -> begin();
                case "afterDelivery" -> end();
                case "release" -> instances.release();
                default -> call(method, arguments);
            }
            return null;
        }

        private void begin() throws Exception {
            if (deliveryRefusal.isPresent()) {
                throw new ResourceException(
                        "beforeDelivery", deliveryRefusal.get().get());
            }
            if (transacted) {
                TransactionManager.transactionManager().begin();
            }
            inDelivery.incrementAndGet();
        }

        private void end() throws Exception {
            inDelivery.decrementAndGet();
            var transactions = TransactionManager.transactionManager();
            try {
                if (transactions.getStatus() == Status.STATUS_MARKED_ROLLBACK) {
                    transactions.rollback();
                } else if (transacted) {
                    transactions.commit();
                }
            } catch (RollbackException e) {
                // The servers measured keep it to themselves.
            } finally {
                transactions.suspend();
            }
            if (complaint.isPresent()) {
                throw complaint.get();
            }
        }

        private void call(Method method, Object[] arguments) throws Throwable {
            if (callRefusal.isPresent()) {
                throw callRefusal.get().get();
            }
            try {
                method.invoke(bean, arguments);
            } catch (InvocationTargetException e) {
                throw wrapped(e.getCause());
            }
        }

        private Throwable wrapped(Throwable thrown) throws Exception {
            var application = thrown.getClass().getAnnotation(ApplicationException.class);
            var system = application == null
                    ? thrown instanceof Error || thrown instanceof RuntimeException
                    : application.rollback();
            if (system && transacted) {
                TransactionManager.transactionManager().setRollbackOnly();
            }
            if (application != null || !system) {
                return thrown;
            }
            return thrown instanceof Exception exception
                    ? new EJBException(exception)
                    : new EJBException(new Exception("See nested Throwable", thrown));
        }
    }
}
