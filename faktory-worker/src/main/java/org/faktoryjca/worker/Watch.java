package org.faktoryjca.worker;

import java.time.Duration;
import java.util.Collection;
import java.util.function.Supplier;

/**
 * Looks at the jobs that run, and gives up those whose reservation has ended, at that moment and not when they end: an operator reads
 * of it while it happens, and what they do can no longer be made final. Looks, too, whether an outage is over and whether lanes have their
 * threads.
 */
final class Watch implements Lifecycle {
    /** Within the margin that each lease has. */
    private static final Duration LOOK = Duration.ofMillis(500);

    private final Loop loop;

    Watch(
            String name,
            WorkerThreads threads,
            WorkerListener listener,
            Outage outage,
            Supplier<Collection<Registration>> registrations,
            Runnable lanes) {
        this.loop = new Loop(name + "-watch", threads, listener, () -> gate -> {
            registrations.get().stream()
                    .flatMap(registration -> registration.overdue().stream())
                    .forEach(job -> listener.on(new WorkerEvent.LeaseEnded(job)));
            outage.look();
            lanes.run();
            gate.pause(LOOK);
        });
    }

    @Override
    public void start() {
        loop.start();
    }

    @Override
    public void stop() {
        loop.stop();
    }

    @Override
    public boolean isRunning() {
        return loop.isRunning();
    }
}
