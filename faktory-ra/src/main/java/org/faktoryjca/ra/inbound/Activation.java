package org.faktoryjca.ra.inbound;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.client.json.ArgumentBinder;
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
     * @throws ResourceException if the bean cannot be served as it is written
     */
    public static void begin(MessageEndpointFactory endpoints, ActivationSettings settings, AdapterRuntime runtime)
            throws ResourceException {
        var bean = endpoints.getEndpointClass();
        try {
            var types = BeanInspection.jobTypes(bean, settings.jobTypes());
            var runner =
                    new EndpointRunner(endpoints, runtime.transactions(), bean, settings.rollbackOnCheckedException());
            var handler = new Handler(
                    bean.getName(), settings.queues(), types, settings.concurrency(), ArgumentBinder.create(), runner);
            var activation = new Activation(runtime.workers(), settings, runner, handler);
            // One that the server begins a second time must be gone before, or the two would be ambiguous.
            runtime.deactivate(endpoints);
            runtime.workers().add(settings.worker(), handler);
            runtime.keep(endpoints, activation);
        } catch (FaktoryException e) {
            throw new ResourceException(e.getMessage(), e);
        }
    }

    /** Serves the bean no more, once its running jobs have ended or {@code shutdownTimeout} is over. */
    @Override
    public void close() {
        runner.stopWaiting();
        workers.remove(settings.worker(), handler);
    }
}
