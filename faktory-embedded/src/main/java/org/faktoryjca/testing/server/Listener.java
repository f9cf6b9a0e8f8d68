package org.faktoryjca.testing.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.locks.LockSupport;

/** The port: accepts connections and gives each a thread of its own. */
final class Listener {

    private static final int BACKLOG = 2_048;

    /** After an accept that failed: it may go on failing for a while. */
    private static final long PAUSE_NANOS = 1_000_000;

    private final ServerSocket socket;
    private final Commands commands;
    private final Handshake handshake;
    private final Workers workers;
    private final Connections connections;
    private final Thread thread;
    private volatile boolean closed;

    Listener(
            ServerSocket socket,
            InetSocketAddress address,
            Commands commands,
            Handshake handshake,
            Workers workers,
            Connections connections)
            throws IOException {
        this.commands = commands;
        this.handshake = handshake;
        this.workers = workers;
        this.connections = connections;
        this.socket = socket;
        try {
            // A test that restarts a server on its port must not wait for the old connections to time out.
            socket.setReuseAddress(true);
            socket.bind(address, BACKLOG);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        thread = new Thread(this::acceptAll, "faktory-listener-" + socket.getLocalPort());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    int port() {
        return socket.getLocalPort();
    }

    void close() {
        closed = true;
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Threads.awaitEnd(thread);
        var open = connections.open();
        open.forEach(Session::closeSocket);
        open.forEach(Session::awaitEnd);
    }

    private void acceptAll() {
        while (!closed) {
            try {
                var session = new Session(socket.accept(), commands, handshake, workers, connections);
                connections.opened(session);
                session.start();
            } catch (IOException e) {
                // Closed, or a client that went away before it was accepted, or no more files may be open.
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }
}
