package org.faktoryjca.ra.outbound;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One sender for each target: settings and credentials. Thread-safe. */
public final class Senders implements AutoCloseable {
    /** Guarded by this. */
    private final Map<FactorySettings, Sender> senders = new HashMap<>();

    /** Without any yet. */
    public Senders() {}

    synchronized Sender of(FactorySettings settings) {
        return senders.computeIfAbsent(settings, target -> new Sender(target.server(), target.chunkSize()));
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
