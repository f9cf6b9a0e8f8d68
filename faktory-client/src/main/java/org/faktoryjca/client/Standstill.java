package org.faktoryjca.client;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSocket;

/**
 * A limit for one step on a socket: {@link #begin}, the step, {@link #end}. A step beyond it is broken off by closing the socket. Java
 * has no time-out for writing, and its time-outs for reading and connecting cost: they have the system asked three times for each
 * read, since the socket never waits by itself again. One step at a time, of one thread; watched by another ({@link StandstillWatch}).
 */
final class Standstill {
    private static final long NEVER = Long.MAX_VALUE;
    private static final long BROKEN_OFF = Long.MIN_VALUE;

    private final Socket socket;
    private final AtomicLong endsNanos = new AtomicLong(NEVER);
    private volatile boolean watched;

    Standstill(Socket socket) {
        this.socket = socket;
    }

    /** A step begins, which may last so long. */
    void begin(Duration atMost) {
        begin(atMost.toNanos());
    }

    /** The same, in nanoseconds. */
    void begin(long atMostNanos) {
        var ends = StandstillWatch.now() + atMostNanos;
        endsNanos.set(ends);
        StandstillWatch.watch(this, ends);
    }

    /**
     * It is over, well or not.
     *
     * @throws SocketTimeoutException if it was broken off, whatever it has thrown itself
     */
    void end() throws SocketTimeoutException {
        if (endsNanos.getAndSet(NEVER) == BROKEN_OFF) {
            throw new SocketTimeoutException("nothing has moved in time, and the socket was closed");
        }
    }

    boolean isWatched() {
        return watched;
    }

    /** For the watch, which has it on its list from now on. */
    void watched() {
        watched = true;
    }

    /** For the watch: whether nothing is going on. Then it is off the list, unless a step begins in the same moment. */
    boolean rests() {
        watched = false;
        watched = endsNanos.get() != NEVER;
        return !watched;
    }

    /** For the watch: breaks the step off if its time is over; answers when that will be. */
    long look(long now) {
        var ends = endsNanos.get();
        if (ends == BROKEN_OFF || ends > now) {
            return ends == BROKEN_OFF ? NEVER : ends;
        }
        if (endsNanos.compareAndSet(ends, BROKEN_OFF)) {
            breakOff();
        }
        return NEVER;
    }

    private void breakOff() {
        try {
            if (socket instanceof SSLSocket) {
                // It would wait for the writer before it closes.
                socket.setSoLinger(true, 0);
            }
            socket.close();
        } catch (IOException | RuntimeException e) {
            System.getLogger("org.faktoryjca.client").log(Level.DEBUG, "a socket was not closed cleanly", e);
        }
    }
}
