package org.faktoryjca.ra;

import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.faktoryjca.ra.inbound.Activation;
import org.faktoryjca.ra.outbound.Senders;

/** What a started adapter holds, and ends when it stops. Thread-safe. */
public final class AdapterRuntime implements AutoCloseable {
    private final AdapterThreads threads;
    private final Transactions transactions;
    private final Workers workers;
    private final Senders senders;
    private final Refusals refusals = new Refusals();

    /** By the identity of its factory: nothing else tells two activations apart on every server. Guarded by itself. */
    private final Map<MessageEndpointFactory, Activation> activations = new IdentityHashMap<>();

    AdapterRuntime(BootstrapContext context) {
        this.transactions = new Transactions(context.getTransactionSynchronizationRegistry());
        this.threads = new AdapterThreads(context);
        this.workers = new Workers(threads);
        this.senders = new Senders(threads);
    }

    /** The server's transactions. */
    public Transactions transactions() {
        return transactions;
    }

    /** The workers of all activations. */
    public Workers workers() {
        return workers;
    }

    /** What sends pushes after their commit. */
    public Senders senders() {
        return senders;
    }

    /** What was refused before. */
    Refusals refusals() {
        return refusals;
    }

    /** Keeps an activation until it is ended; one that the server begins a second time is ended first. */
    public void keep(MessageEndpointFactory endpoints, Activation activation) {
        Activation before;
        synchronized (activations) {
            before = activations.put(endpoints, activation);
        }
        if (before != null) {
            before.close();
        }
    }

    /** Ends the factory's activation, if it still has one: some servers deactivate twice. */
    public void deactivate(MessageEndpointFactory endpoints) {
        Activation activation;
        synchronized (activations) {
            activation = activations.remove(endpoints);
        }
        if (activation != null) {
            activation.close();
        }
    }

    @Override
    public void close() {
        List<Activation> left;
        synchronized (activations) {
            left = new ArrayList<>(activations.values());
            activations.clear();
        }
        left.forEach(Activation::stopReserving);
        // All together, and not one after the other, each with its own shutdownTimeout.
        workers.close();
        left.forEach(Activation::stopWaiting);
        senders.close();
        threads.close();
    }
}
