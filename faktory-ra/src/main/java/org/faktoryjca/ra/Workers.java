package org.faktoryjca.ra;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.InvalidBeanException;
import org.faktoryjca.worker.Handler;
import org.faktoryjca.worker.Worker;
import org.faktoryjca.worker.WorkerIdentities;
import org.faktoryjca.worker.WorkerLog;
import org.faktoryjca.worker.WorkerSettings;
import org.faktoryjca.worker.WorkerThreads;
import org.faktoryjca.worker.WorkerTime;

/** One worker for all activations with the same settings; it ends with the last of them. Thread-safe. */
public final class Workers implements AutoCloseable {
    private final WorkerThreads threads;

    /** Guarded by this. */
    private final Map<WorkerSettings, Serving> serving = new HashMap<>();

    Workers(WorkerThreads threads) {
        this.threads = threads;
    }

    private static final class Serving {
        private final Worker worker;
        private final Set<Handler> handlers = new HashSet<>();

        Serving(Worker worker) {
            this.worker = worker;
        }
    }

    /**
     * Has a handler served.
     *
     * @throws InvalidBeanException if another one takes the same jobs, or jobs of the same queue by another worker
     */
    public synchronized void add(WorkerSettings settings, Handler handler) {
        refuseOtherWorkers(settings, handler);
        // One that the server has told to terminate is kept, and resumes with another handler, for all that it has.
        var own = serving.computeIfAbsent(settings, this::begin);
        own.handlers.add(handler);
        var added = false;
        try {
            own.worker.add(handler);
            added = true;
        } finally {
            if (!added) {
                own.handlers.remove(handler);
                if (own.handlers.isEmpty()) {
                    serving.remove(settings);
                    own.worker.close();
                }
            }
        }
    }

    /** Each worker would fetch what only the other's beans can do, and fail it. */
    private void refuseOtherWorkers(WorkerSettings settings, Handler handler) {
        var server = settings.server().hostAndPort();
        serving.forEach((others, own) -> {
            if (others.equals(settings) || !others.server().hostAndPort().equals(server)) {
                return;
            }
            for (var other : own.handlers) {
                var shared = new ArrayList<>(handler.queues().names());
                shared.retainAll(other.queues().names());
                if (!shared.isEmpty()) {
                    throw new InvalidBeanException(
                            ErrorCode.INVALID_BEAN,
                            ("%s and %s both serve queue %s of %s, with different labels, shutdownTimeout, startupGrace or settings of the"
                                            + " connection, and each would be given jobs that only the other can do: set these alike, best on"
                                            + " the adapter")
                                    .formatted(handler.name(), other.name(), String.join(", ", shared), server),
                            null);
                }
            }
        });
    }

    private Serving begin(WorkerSettings settings) {
        return new Serving(new Worker(
                settings,
                WorkerIdentities.fresh(settings.labels()),
                threads,
                new WorkerLog(settings.server()),
                WorkerTime.system(),
                new SecureRandom()));
    }

    /** Has it served no more, once its running jobs have ended or {@code shutdownTimeout} is over. */
    public void remove(WorkerSettings settings, Handler handler) {
        Serving own;
        boolean last;
        synchronized (this) {
            own = serving.get(settings);
            if (own == null || !own.worker.serves(handler)) {
                // Of a worker that was closed, and may have been followed by another.
                return;
            }
            own.handlers.remove(handler);
            last = own.handlers.isEmpty();
            if (last) {
                serving.remove(settings);
            }
        }
        if (last) {
            own.worker.close();
        } else {
            own.worker.remove(handler);
        }
    }

    /** Has none served any more: all workers at the same time, so that it takes no longer than the slowest. */
    @Override
    public void close() {
        List<Serving> left;
        synchronized (this) {
            left = new ArrayList<>(serving.values());
            serving.clear();
        }
        left.forEach(own -> own.worker.beginClose());
        left.forEach(own -> own.worker.close());
    }
}
