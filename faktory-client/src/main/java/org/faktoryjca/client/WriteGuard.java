package org.faktoryjca.client;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends a write that stands still: Java's sockets have a time-out for reading and none for writing, and a peer that has stopped
 * reading would hold the writer for ever. A thread for as long as one large write takes. Thread-safe.
 */
final class WriteGuard implements Runnable, AutoCloseable {
    private final Socket socket;
    private final long standstillNanos;
    private final Thread thread;
    private volatile long movedNanos = System.nanoTime();
    private volatile boolean done;
    private volatile boolean fired;

    private WriteGuard(Socket socket, Duration standstill) {
        this.socket = socket;
        this.standstillNanos = standstill.toNanos();
        this.thread = new Thread(this, "faktory-write-guard");
        thread.setDaemon(true);
    }

    /** Closes this socket as soon as nothing could be written for so long. */
    static WriteGuard over(Socket socket, Duration standstill) {
        var guard = new WriteGuard(socket, standstill);
        guard.thread.start();
        return guard;
    }

    /** A part was written. */
    void moved() {
        movedNanos = System.nanoTime();
    }

    /** Whether the write did not break but was ended from here. */
    boolean hasFired() {
        return fired;
    }

    @Override
    public void run() {
        while (!done) {
            var left = movedNanos + standstillNanos - System.nanoTime();
            if (left <= 0) {
                fired = true;
                end();
                return;
            }
            LockSupport.parkNanos(this, left);
        }
    }

    private void end() {
        try {
            // A TLS socket would wait for the writer before it closes.
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            System.getLogger("org.faktoryjca.client").log(Level.DEBUG, "a socket was not closed cleanly", e);
        }
    }

    @Override
    public void close() {
        done = true;
        LockSupport.unpark(thread);
    }
}
