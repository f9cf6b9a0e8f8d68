package org.faktoryjca.ra.outbound;

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

    /** Without any yet; these threads go on in the background where the server is away. */
    public Senders(WorkerThreads threads) {
        this.threads = threads;
    }

    synchronized Sender of(FactorySettings settings) {
        return senders.computeIfAbsent(settings, target -> new Sender(target, threads));
    }

    @Override
    public void close() {
        List<Sender> all;
        synchronized (this) {
            all = new ArrayList<>(senders.values());
            senders.clear();
        }
        all.forEach(Sender::close);
    }
}
