package org.faktoryjca.ra.outbound;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.faktoryjca.CannotConnectException;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.client.json.EncodedJob;
import org.faktoryjca.ra.RaLog;
import org.faktoryjca.worker.WorkerThreads;

/**
 * Sends what has committed to one target, in the order of the commits, one writer at a time: whoever commits while nobody
 * writes, writes what there is, of other transactions too. While the server is away a thread in the background goes on.
 * Thread-safe.
 */
public final class Sender implements AutoCloseable {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final FactorySettings settings;
    private final WorkerThreads threads;
    private final SenderLink link;

    /** Guards all that follows. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private final Backlog backlog = new Backlog();
    private boolean writing;
    private boolean background;
    private boolean away;
    private boolean closed;
    private int waiting;

    Sender(FactorySettings settings, WorkerThreads threads) {
        this.settings = settings;
        this.threads = threads;
        this.link = new SenderLink(settings.server());
    }

    /** Where it sends to, for messages. */
    String server() {
        return link.server();
    }

    /**
     * Looks whether the server can be reached and there is room, before a transaction commits that counts on it.
     *
     * @throws CannotConnectException if not
     */
    void check() {
        boolean probing;
        lock.lock();
        try {
            if (backlog.isBeyond(
                    settings.sending().backlogJobs(), settings.sending().backlogBytes())) {
                throw new CannotConnectException(
                        ErrorCode.BACKLOG_FULL,
                        "the transaction was rolled back, because " + backlog.size()
                                + " jobs wait already to be sent to " + server(),
                        null);
            }
            if (writing && !away) {
                return;
            }
            probing = writing;
            writing = true;
        } finally {
            lock.unlock();
        }
        if (probing) {
            link.probe();
            return;
        }
        var reached = false;
        try {
            link.ensure();
            reached = true;
        } finally {
            written(!reached);
        }
    }

    /**
     * Sends jobs whose transaction has committed. Returns when they have arrived, or after {@code sendTimeout}; then they go
     * on in the background. A thread that writes itself waits for each reply as long as {@code readTimeout} allows. Throws
     * nothing: nobody is left to hear it.
     */
    void send(List<EncodedJob> jobs) {
        lock.lock();
        try {
            var ticket = backlog.add(jobs);
            var left = settings.sending().sendTimeout().toNanos();
            var here = true;
            while (here && !backlog.isThrough(ticket) && left > 0) {
                if (writing || background) {
                    left = await(left);
                } else {
                    here = writeHead() || goOnInBackground();
                }
            }
            // Whoever waits goes on with what is left; if nobody does, the background has to.
            if (!backlog.isEmpty() && !writing && waiting == 0) {
                goOnInBackground();
            }
            if (closed && !writing) {
                giveUp();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            goOnInBackground();
        } finally {
            lock.unlock();
        }
    }

    private long await(long nanos) throws InterruptedException {
        waiting++;
        try {
            return changed.awaitNanos(nanos);
        } finally {
            waiting--;
        }
    }

    /** With the lock, which is given up while the server is talked to: writes one chunk; false if the server is away. */
    private boolean writeHead() {
        writing = true;
        var chunk = backlog.head(settings.push().chunkSize());
        var arrived = false;
        lock.unlock();
        try {
            link.push(chunk);
            arrived = true;
        } catch (FaktoryException e) {
            RaLog.sendingFailed(server(), e);
        } finally {
            lock.lock();
            // Given up meanwhile, the chunk is named in the log as not sent, and may have arrived all the same.
            if (arrived && !backlog.isEmpty()) {
                backlog.remove(chunk.size());
            }
            written(!arrived);
            if (closed) {
                link.close();
            }
        }
        return arrived;
    }

    private void written(boolean failed) {
        lock.lock();
        try {
            writing = false;
            away = failed;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** With the lock; false if there is no thread for it: then the next commit tries again, or the end does. */
    private boolean goOnInBackground() {
        if (background || closed) {
            return background;
        }
        background = true;
        try {
            threads.start("faktory-sender", this::drain);
            return true;
        } catch (FaktoryException e) {
            background = false;
            RaLog.sendingFailed(server(), e);
            return false;
        }
    }

    private void drain() {
        lock.lock();
        try {
            var pause = FIRST_PAUSE;
            while (!backlog.isEmpty() && !closed) {
                if (writing) {
                    changed.await();
                } else if (writeHead()) {
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
            background = false;
            changed.signalAll();
            lock.unlock();
        }
    }

    private void awaitEndOf(Duration pause) throws InterruptedException {
        var left = pause.toNanos();
        while (left > 0 && !closed) {
            left = changed.awaitNanos(left);
        }
    }

    /** Waits for what is left to be sent, for up to {@code shutdownTimeout}; what is left then is spilled and named. */
    @Override
    public void close() {
        lock.lock();
        try {
            var nanos = settings.sending().shutdownTimeout().toNanos();
            while ((!backlog.isEmpty() || writing) && nanos > 0) {
                if (writing || background) {
                    nanos = await(nanos);
                } else if (!writeHead() && !goOnInBackground()) {
                    nanos -= FIRST_PAUSE.toNanos() - Math.max(0, await(FIRST_PAUSE.toNanos()));
                }
            }
        } catch (InterruptedException e) {
            // Whoever stops us is in a hurry.
            Thread.currentThread().interrupt();
        } finally {
            closed = true;
            changed.signalAll();
            giveUp();
            lock.unlock();
        }
    }

    /** With the lock, after the end: a transaction may still commit while the adapter stops. */
    private void giveUp() {
        var left = backlog.remove(backlog.size());
        if (!writing) {
            link.close();
        }
        if (!left.isEmpty()) {
            settings.sending().spillFile().ifPresent(file -> SpillFile.append(file, left));
            RaLog.notSent(server(), left, settings.sending().spillFile());
        }
    }
}
