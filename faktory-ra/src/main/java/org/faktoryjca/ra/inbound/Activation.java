package org.faktoryjca.ra.inbound;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.util.ArrayList;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.InvalidBeanException;
import org.faktoryjca.InvalidSettingsException;
import org.faktoryjca.client.json.ArgumentBinder;
import org.faktoryjca.client.settings.SettingValues;
import org.faktoryjca.client.settings.SettingsReader;
import org.faktoryjca.ra.AdapterRuntime;
import org.faktoryjca.ra.Workers;
import org.faktoryjca.worker.Handler;

/**
 * A message-driven bean while it is served. Thread-safe.
 *
 * <p>It asks for no endpoint by itself: some servers make whoever asks wait until the whole application is up, which would be
 * for ever in the thread that brings it up.
 */
public final class Activation implements AutoCloseable {
    private final Workers workers;
    private final ActivationSettings settings;
    private final EndpointRunner runner;
    private final Handler handler;

    private Activation(Workers workers, ActivationSettings settings, EndpointRunner runner, Handler handler) {
        this.workers = workers;
        this.settings = settings;
        this.runner = runner;
        this.handler = handler;
    }

    /**
     * Begins to serve a bean, whether the work server can be reached or not.
     *
     * @param values what its activation says, over what the adapter does
     * @throws ResourceException if the bean cannot be served as it is written; with every mistake in its settings and in its
     *     class
     */
    public static void begin(MessageEndpointFactory endpoints, SettingValues values, AdapterRuntime runtime)
            throws ResourceException {
        var bean = endpoints.getEndpointClass();
        try {
            var binder = ArgumentBinder.create();
            var settings = checked(endpoints, values, binder);
            var runner = new EndpointRunner(
                    endpoints, new BeanCall(bean, runtime.transactions(), settings.rollbackOnCheckedException()));
            var handler = new Handler(
                    bean.getName(),
                    settings.queues(),
                    BeanInspection.jobTypes(bean, settings.jobTypes()),
                    settings.concurrency(),
                    binder,
                    runner,
                    settings.interruptOnShutdown());
            var activation = new Activation(runtime.workers(), settings, runner, handler);
            // One that the server begins a second time must be gone before, or the two would be ambiguous.
            runtime.deactivate(endpoints);
            runtime.workers().add(settings.worker(), handler);
            runtime.keep(endpoints, activation);
        } catch (FaktoryException e) {
            throw new ResourceException(e.getMessage(), e);
        }
    }

    private static ActivationSettings checked(
            MessageEndpointFactory endpoints, SettingValues values, ArgumentBinder binder) {
        var bean = endpoints.getEndpointClass();
        var reader = new SettingsReader("the message-driven bean " + bean.getName(), values);
        var settings = ActivationSettings.read(reader);
        var problems = new ArrayList<>(BeanInspection.problems(bean, settings.jobTypes(), binder));
        BeanInspection.transactionProblem(bean, isTransacted(endpoints)).ifPresent(problems::add);
        try {
            reader.check();
        } catch (InvalidSettingsException e) {
            if (problems.isEmpty()) {
                throw e;
            }
            problems.addAll(e.problems());
        }
        if (!problems.isEmpty()) {
            throw new InvalidBeanException(
                    ErrorCode.INVALID_BEAN,
                    "the bean " + bean.getName() + " cannot be served: " + String.join("; ", problems),
                    null);
        }
        return settings;
    }

    private static boolean isTransacted(MessageEndpointFactory endpoints) {
        try {
            return endpoints.isDeliveryTransacted(BeanCall.listenerMethod(endpoints.getEndpointClass()));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("the endpoint is no listener", e);
        }
    }

    /** Takes no instance of the bean for jobs to come; those that have been fetched still get theirs. */
    public void stopReserving() {
        runner.stopReserving();
    }

    /** Has no job wait for an instance of the bean any more. */
    public void stopWaiting() {
        runner.stopWaiting();
    }

    /** Serves the bean no more, once its running jobs have ended or {@code shutdownTimeout} is over. */
    @Override
    public void close() {
        stopReserving();
        try {
            workers.remove(settings.worker(), handler);
        } finally {
            stopWaiting();
        }
    }
}
