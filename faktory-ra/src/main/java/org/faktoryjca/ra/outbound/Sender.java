package org.faktoryjca.ra.outbound;

import java.time.Duration;
import java.util.List;
import org.faktoryjca.CannotConnectException;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.client.json.EncodedJob;
import org.faktoryjca.ra.outbound.Backlog.Room;
import org.faktoryjca.worker.WorkerThreads;

/**
 * Sends what has committed to one target, in the order of the commits: whoever commits while nobody writes, writes what there is, of
 * other transactions too ({@link Writer}). What it cannot wait for goes on in a thread in the background: a server that is away or
 * slow, and more than a socket takes at once ({@link Background}). Thread-safe.
 */
final class Sender {
    /** What a socket takes without waiting for a server that reads nothing. A write beyond it may last as long as a reply. */
    private static final int TAKEN_AT_ONCE = 64 << 10;

    private final FactorySettings settings;
    private final Leftovers leftovers;
    private final Monitor monitor = new Monitor();

    /** Guarded by the monitor, as the two that follow. */
    private final Backlog backlog = new Backlog();

    private final Writer writer;
    private final Background background;

    Sender(FactorySettings settings, WorkerThreads threads) {
        this.settings = settings;
        this.leftovers = new Leftovers(server(), settings.sending().spillFile());
        this.writer = new Writer(settings, monitor, backlog, leftovers);
        this.background = new Background(settings, monitor, backlog, writer, threads, this::giveUpAfterTheEnd);
    }

    /** Where it sends to, for messages. */
    String server() {
        return settings.server().display();
    }

    Leftovers leftovers() {
        return leftovers;
    }

    SenderState state() {
        monitor.lock();
        try {
            var contact = writer.contact();
            return new SenderState(
                    Math.toIntExact(backlog.size().jobs()),
                    backlog.size().bytes(),
                    writer.sent(),
                    contact.isAway(),
                    contact.last());
        } finally {
            monitor.unlock();
        }
    }

    /**
     * Keeps room in the backlog for jobs whose transaction is about to commit, and looks whether the server can be reached.
     *
     * @param own the room that the transaction has already
     * @return the room for these, for {@link #send} or {@link #release}
     * @throws CannotConnectException if there is none, or the server is away
     */
    Room reserve(List<EncodedJob> jobs, Room own) {
        var room = Room.of(jobs);
        monitor.lock();
        try {
            if (!backlog.reserve(room, own, settings.sending())) {
                throw full();
            }
            var found = false;
            try {
                writer.look();
                found = true;
            } finally {
                if (!found) {
                    backlog.release(room);
                }
                leaveNothingBehind();
            }
            return room;
        } finally {
            monitor.unlock();
        }
    }

    private CannotConnectException full() {
        return new CannotConnectException(
                ErrorCode.BACKLOG_FULL,
                "the transaction was rolled back, because "
                        + backlog.size().jobs() + " jobs of " + backlog.size().bytes()
                        + " bytes wait already to be sent to " + server() + ", and "
                        + backlog.reserved().jobs() + " of "
                        + backlog.reserved().bytes()
                        + " are about to",
                null);
    }

    /** Gives up room for jobs whose transaction has not committed. */
    void release(Room room) {
        monitor.lock();
        try {
            backlog.release(room);
        } finally {
            monitor.unlock();
        }
    }

    /**
     * Sends jobs whose transaction has committed. Returns when the server has answered for them, or when {@code sendTimeout} is over;
     * then they go on in the background. Throws nothing: nobody is left to hear it.
     *
     * @param room what was kept for them
     * @param since when the sending of all that the transaction has pushed began, as {@code System.nanoTime}
     */
    void send(List<EncodedJob> jobs, Room room, long since) {
        monitor.lock();
        try {
            backlog.release(room);
            sendUntil(since + settings.sending().sendTimeout().toNanos(), backlog.add(jobs));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            leaveNothingBehind();
            monitor.unlock();
        }
    }

    private void sendUntil(long deadline, long ticket) throws InterruptedException {
        var heavy = backlog.size().bytes() > TAKEN_AT_ONCE;
        for (var left = left(deadline); left > 0 && !backlog.isThrough(ticket); left = left(deadline)) {
            if (writer.isWriting() || background.isRunning()) {
                monitor.await(left);
            } else if (heavy) {
                heavy = false;
                handOver(deadline);
            } else if (!writer.write(TAKEN_AT_ONCE, Duration.ofNanos(left)) && !handOver(deadline)) {
                return;
            }
        }
    }

    /** Asks for a thread in the background, and gives it a moment to begin; false if there is none. */
    private boolean handOver(long deadline) throws InterruptedException {
        var asked = background.ask();
        if (asked) {
            monitor.await(Math.min(left(deadline), Background.FIRST_PAUSE.toNanos()));
        }
        return asked;
    }

    private static long left(long deadline) {
        return deadline - System.nanoTime();
    }

    /** Whoever writes or waits goes on with what is left; if nobody does, the background has to. */
    private void leaveNothingBehind() {
        if (!backlog.isEmpty() && !monitor.isClosed() && !writer.isWriting() && !monitor.isAwaited()) {
            background.ask();
        }
        giveUpAfterTheEnd();
    }

    /** Waits for what is left to be sent, for so long at most; what is left then is spilled and named. */
    void close(Duration patience) {
        monitor.lock();
        try {
            sendAllUntil(System.nanoTime() + patience.toNanos());
        } catch (InterruptedException e) {
            // Whoever stops us is in a hurry.
            Thread.currentThread().interrupt();
        } finally {
            monitor.close();
            giveUp();
            monitor.unlock();
        }
    }

    private void sendAllUntil(long deadline) throws InterruptedException {
        var here = false;
        for (var left = left(deadline); left > 0 && !isDone(); left = left(deadline)) {
            if (writer.isWriting() || background.isRunning()) {
                monitor.await(left);
            } else if (!here) {
                here = true;
                handOver(deadline);
            } else if (!writer.write(TAKEN_AT_ONCE, Duration.ofNanos(left))) {
                monitor.await(Math.min(left(deadline), Background.FIRST_PAUSE.toNanos()));
            }
        }
    }

    private boolean isDone() {
        return backlog.isEmpty() && !writer.isWriting();
    }

    /** A transaction may still commit while the adapter stops: it has had its try. */
    private void giveUpAfterTheEnd() {
        if (monitor.isClosed() && !writer.isWriting()) {
            giveUp();
        }
    }

    private void giveUp() {
        var left = backlog.removeAll();
        writer.end();
        leftovers.unsent(left);
    }
}
