package org.faktoryjca.ra.outbound;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.faktoryjca.worker.WorkerThreads;

/** One sender for each target: settings and credentials. Thread-safe. */
public final class Senders implements AutoCloseable {
    private final WorkerThreads threads;

    /** Guarded by this. */
    private final Map<FactorySettings, Sender> senders = new HashMap<>();

    /** Guarded by this. */
    private final List<SenderManagement> shown = new ArrayList<>();

    /** Guarded by this. */
    private boolean closed;

    /** Without any yet; these threads go on in the background where the server is away. */
    public Senders(WorkerThreads threads) {
        this.threads = threads;
    }

    synchronized Sender of(FactorySettings settings) {
        return senders.computeIfAbsent(settings, this::begin);
    }

    private Sender begin(FactorySettings settings) {
        var sender = new Sender(settings, threads);
        if (closed) {
            // Of a transaction that commits while the adapter stops: it tries once, and keeps nothing back.
            sender.close(Duration.ZERO);
        } else {
            shown.add(SenderManagement.of(sender, settings));
        }
        return sender;
    }

    /** Waits for all that is left, up to {@code shutdownTimeout}, which runs for all of them at the same time. */
    @Override
    public void close() {
        List<Map.Entry<FactorySettings, Sender>> all;
        synchronized (this) {
            closed = true;
            all = new ArrayList<>(senders.entrySet());
        }
        var begun = System.nanoTime();
        for (var each : all) {
            var left = each.getKey().sending().shutdownTimeout().minusNanos(System.nanoTime() - begun);
            each.getValue().close(left.isNegative() ? Duration.ZERO : left);
        }
        hide();
    }

    private synchronized void hide() {
        shown.forEach(SenderManagement::close);
        shown.clear();
    }
}
