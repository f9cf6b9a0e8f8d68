package org.faktoryjca.ra.outbound;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.faktoryjca.ra.RaLog;
import org.faktoryjca.worker.WorkerThreads;

/**
 * One sender for each target: settings and credentials. Transactions borrow them. Those that rest are kept with their connections,
 * but not without end, since an application may come with ever new passwords. Thread-safe.
 */
public final class Senders implements AutoCloseable {
    private static final int MOST_AT_REST = 32;

    private final WorkerThreads threads;

    /** The one that was lent the longest time ago comes first. Guarded by this. */
    private final Map<FactorySettings, Lent> senders = new LinkedHashMap<>(16, 0.75f, true);

    /** Guarded by this. */
    private boolean closed;

    /** A sender, how it is shown, and how many transactions have it. Guarded by all senders. */
    private static final class Lent {
        private final Sender sender;
        private final Optional<SenderManagement> shown;
        private int users;

        private Lent(Sender sender, Optional<SenderManagement> shown) {
            this.sender = sender;
            this.shown = shown;
        }

        private boolean rests() {
            return users == 0 && sender.state().jobs() == 0;
        }

        private void end() {
            sender.close(Duration.ZERO);
            shown.ifPresent(SenderManagement::close);
        }
    }

    /** Without any yet; these threads go on in the background where the server is away. */
    public Senders(WorkerThreads threads) {
        this.threads = threads;
    }

    /** For one transaction, until it is given back. */
    synchronized Sender lend(FactorySettings settings) {
        var lent = senders.computeIfAbsent(settings, this::begin);
        lent.users++;
        return lent.sender;
    }

    private Lent begin(FactorySettings settings) {
        var sender = new Sender(settings, threads);
        if (closed) {
            // Of a transaction that commits while the adapter stops: it tries once, and keeps nothing back.
            sender.close(Duration.ZERO);
            return new Lent(sender, Optional.empty());
        }
        return new Lent(sender, Optional.of(SenderManagement.of(sender, settings)));
    }

    synchronized void giveBack(FactorySettings settings) {
        var lent = senders.get(settings);
        lent.users--;
        var others = senders.values().iterator();
        while (senders.size() > MOST_AT_REST && others.hasNext()) {
            var other = others.next();
            if (other.rests()) {
                others.remove();
                other.end();
            }
        }
    }

    /** Waits for all that is left, up to {@code shutdownTimeout}, which runs for all of them at the same time. */
    @Override
    public void close() {
        var begun = System.nanoTime();
        for (var each : all().entrySet()) {
            var left = each.getKey().sending().shutdownTimeout().minusNanos(System.nanoTime() - begun);
            close(each.getValue().sender, left.isNegative() ? Duration.ZERO : left);
        }
        hide();
    }

    private static void close(Sender sender, Duration patience) {
        try {
            sender.close(patience);
        } catch (RuntimeException | Error e) {
            // The others have jobs, too.
            RaLog.unexpected(sender.server(), e);
        }
    }

    private synchronized Map<FactorySettings, Lent> all() {
        closed = true;
        return new LinkedHashMap<>(senders);
    }

    private synchronized void hide() {
        senders.values().forEach(each -> each.shown.ifPresent(SenderManagement::close));
    }
}
