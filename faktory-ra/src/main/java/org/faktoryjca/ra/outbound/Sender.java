package org.faktoryjca.ra.outbound;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.faktoryjca.CannotConnectException;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.client.json.EncodedJob;
import org.faktoryjca.ra.RaLog;
import org.faktoryjca.ra.outbound.SenderLink.Pushed;
import org.faktoryjca.worker.WorkerThreads;

/**
 * Sends what has committed to one target, in the order of the commits, one writer at a time: whoever commits while nobody
 * writes, writes what there is, of other transactions too. What it cannot wait for goes on in a thread in the background: a
 * server that is away or slow, and more than a socket takes at once. Thread-safe.
 */
final class Sender {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** What a socket takes without waiting for a server that reads nothing. A write beyond it may last as long as a reply. */
    private static final int TAKEN_AT_ONCE = 64 << 10;

    private final FactorySettings settings;
    private final WorkerThreads threads;
    private final SenderLink link;
    private final Leftovers leftovers;

    /** Guards all that follows. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private final Backlog backlog = new Backlog();
    private final Contact contact;
    private boolean writing;
    private boolean background;
    private boolean closed;
    private int waiting;
    private long sent;

    Sender(FactorySettings settings, WorkerThreads threads) {
        this.settings = settings;
        this.threads = threads;
        this.link = new SenderLink(settings.server());
        this.leftovers = new Leftovers(server(), settings.sending().spillFile());
        this.contact = new Contact(server());
    }

    /** Where it sends to, for messages. */
    String server() {
        return settings.server().display();
    }

    Leftovers leftovers() {
        return leftovers;
    }

    SenderState state() {
        lock.lock();
        try {
            return new SenderState(backlog.size(), backlog.bytes(), sent, contact.isAway(), contact.last());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Looks whether the server can be reached and there is room, before a transaction commits that counts on it.
     *
     * @throws CannotConnectException if not
     */
    void check(List<EncodedJob> jobs) {
        boolean probing;
        lock.lock();
        try {
            if (!backlog.hasRoomFor(jobs, settings.sending())) {
                throw new CannotConnectException(
                        ErrorCode.BACKLOG_FULL,
                        "the transaction was rolled back, because " + backlog.size() + " jobs of " + backlog.bytes()
                                + " bytes wait already to be sent to " + server(),
                        null);
            }
            if (writing && !contact.isAway()) {
                return;
            }
            probing = writing || link.isUnderWay();
            if (!probing) {
                writing = true;
            }
        } finally {
            lock.unlock();
        }
        if (probing) {
            link.probe();
        } else {
            ensure();
        }
    }

    private void ensure() {
        var reached = false;
        try {
            link.ensure();
            reached = true;
        } finally {
            lock.lock();
            try {
                if (reached) {
                    contact.found();
                } else {
                    contact.missed();
                }
                written();
            } finally {
                lock.unlock();
            }
        }
    }

    private void written() {
        writing = false;
        changed.signalAll();
    }

    /**
     * Sends jobs whose transaction has committed. Returns when the server has answered for them, or after {@code sendTimeout};
     * then they go on in the background. Throws nothing: nobody is left to hear it.
     */
    void send(List<EncodedJob> jobs) {
        lock.lock();
        try {
            var ticket = backlog.add(jobs);
            var deadline = System.nanoTime() + settings.sending().sendTimeout().toNanos();
            var left = deadline - System.nanoTime();
            var here = true;
            while (here && !backlog.isThrough(ticket) && left > 0) {
                if (writing || background || isHeavy() && goOnInBackground()) {
                    await(left);
                } else {
                    here = writeHead(Duration.ofNanos(left)) || goOnInBackground();
                }
                left = deadline - System.nanoTime();
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

    private boolean isHeavy() {
        return backlog.bytes() > TAKEN_AT_ONCE;
    }

    private long await(long nanos) throws InterruptedException {
        waiting++;
        try {
            return changed.awaitNanos(nanos);
        } finally {
            waiting--;
        }
    }

    /**
     * With the lock, which is given up while the server is talked to: writes one chunk, or waits on for the reply of one.
     *
     * @return whether the server has answered; not if it is away, or its reply still due
     */
    private boolean writeHead(Duration patience) {
        writing = true;
        var chunk = backlog.head(settings.push().chunkSize());
        var pushed = Pushed.UNDER_WAY;
        var failure = Optional.<FaktoryException>empty();
        lock.unlock();
        try {
            pushed = link.push(chunk, patience);
            leftovers.refused(pushed.refused());
        } catch (FaktoryException e) {
            failure = Optional.of(e);
        } finally {
            lock.lock();
            // Given up meanwhile, the chunk is named in the log as not sent, and may have arrived all the same.
            if (backlog.beginsWith(chunk)) {
                backlog.remove(pushed.settled());
            }
            sent += pushed.settled() - pushed.refused().size();
            written();
            if (closed) {
                link.close();
            }
        }
        return judge(pushed, failure);
    }

    private boolean judge(Pushed pushed, Optional<FaktoryException> failure) {
        var answered = pushed.settled() > 0;
        if (answered) {
            contact.found();
        } else {
            failure.ifPresentOrElse(contact::missed, contact::missed);
        }
        return answered;
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
                } else if (writeHead(settings.server().readTimeout())) {
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

    /** Or until someone has found the server again. */
    private void awaitEndOf(Duration pause) throws InterruptedException {
        var left = pause.toNanos();
        while (left > 0 && contact.isAway() && !closed) {
            left = changed.awaitNanos(left);
        }
    }

    /** Waits for what is left to be sent, for so long at most; what is left then is spilled and named. */
    void close(Duration patience) {
        lock.lock();
        try {
            var nanos = patience.toNanos();
            while ((!backlog.isEmpty() || writing) && nanos > 0) {
                if (writing || background || goOnInBackground()) {
                    nanos = await(nanos);
                } else if (!writeHead(Duration.ofNanos(nanos))) {
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
        if (writing) {
            link.abort();
        } else {
            link.close();
        }
        leftovers.unsent(left);
    }
}
