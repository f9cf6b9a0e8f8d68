package org.faktoryjca.ra.outbound;

import java.time.Duration;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.ra.RaLog;
import org.faktoryjca.worker.WorkerThreads;

/**
 * A thread that goes on with what nobody waits for, with growing pauses while the server is away. It is asked for, and there when it
 * runs: until then, and a container may never give it, others have to write. Everything here is called with the monitor.
 */
final class Background {
    static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final FactorySettings settings;
    private final Monitor monitor;
    private final Backlog backlog;
    private final Writer writer;
    private final WorkerThreads threads;
    private final Runnable afterwards;
    private boolean asked;
    private boolean running;

    /** Which calls this when it has ended. */
    Background(
            FactorySettings settings,
            Monitor monitor,
            Backlog backlog,
            Writer writer,
            WorkerThreads threads,
            Runnable afterwards) {
        this.settings = settings;
        this.monitor = monitor;
        this.backlog = backlog;
        this.writer = writer;
        this.threads = threads;
        this.afterwards = afterwards;
    }

    boolean isRunning() {
        return running;
    }

    /** Whether there is a thread, or one is on its way. */
    boolean ask() {
        if (asked || monitor.isClosed()) {
            return asked;
        }
        asked = true;
        try {
            threads.start("faktory-sender", this::drain);
        } catch (FaktoryException e) {
            asked = false;
            RaLog.sendingFailed(settings.server().display(), e);
        } catch (RuntimeException | Error e) {
            asked = false;
            RaLog.unexpected(settings.server().display(), e);
        }
        return asked;
    }

    private void drain() {
        monitor.lock();
        try {
            running = true;
            var pause = FIRST_PAUSE;
            while (!backlog.isEmpty() && !monitor.isClosed()) {
                if (writer.isWriting()) {
                    monitor.await(Long.MAX_VALUE);
                } else if (writer.write(Long.MAX_VALUE, settings.server().readTimeout())) {
                    pause = FIRST_PAUSE;
                } else {
                    awaitEndOf(pause);
                    pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
                }
            }
        } catch (InterruptedException e) {
            // The container wants its thread back.
            Thread.currentThread().interrupt();
        } finally {
            running = false;
            asked = false;
            monitor.changed();
            afterwards.run();
            monitor.unlock();
        }
    }

    /** Or until someone has found the server again. */
    private void awaitEndOf(Duration pause) throws InterruptedException {
        var left = pause.toNanos();
        while (left > 0 && writer.contact().isAway() && !monitor.isClosed()) {
            left = monitor.await(left);
        }
    }
}
