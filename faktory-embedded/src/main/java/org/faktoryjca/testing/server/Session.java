package org.faktoryjca.testing.server;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;

/** One connection: a handshake, then a reply for each command. */
final class Session implements Client {

    private final Socket socket;
    private final Commands commands;
    private final Handshake handshake;
    private final Workers workers;
    private final Connections connections;
    private final Thread thread;
    private final long opened = System.nanoTime();
    private volatile boolean greeted;
    private volatile boolean admitted;
    private volatile String wid = "";

    Session(Socket socket, Commands commands, Handshake handshake, Workers workers, Connections connections) {
        this.socket = socket;
        this.commands = commands;
        this.handshake = handshake;
        this.workers = workers;
        this.connections = connections;
        thread = new Thread(this::run, "faktory-connection-" + socket.getLocalPort() + "-" + socket.getPort());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    @Override
    public String wid() {
        return wid;
    }

    @Override
    public int connections() {
        return connections.admitted();
    }

    boolean isSilentFor(Duration time) {
        return !greeted && System.nanoTime() - opened > time.toNanos();
    }

    @Override
    public void closeSocket() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone, which was the aim.
        }
    }

    void awaitEnd() {
        Threads.awaitEnd(thread);
    }

    private void run() {
        try (socket) {
            socket.setTcpNoDelay(true);
            var in = new LineReader(socket.getInputStream());
            var out = new BufferedOutputStream(socket.getOutputStream(), 1 << 10);
            if (greeted(in, out)) {
                answerAll(in, out);
            }
        } catch (LineReader.LineTooLongException e) {
            // Answered where it was read.
        } catch (IOException e) {
            // The client went away, or the server is closing.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            workers.disconnected(wid, this);
            connections.closed(this, admitted);
        }
    }

    private boolean greeted(LineReader in, OutputStream out) throws IOException {
        var greeting = handshake.greet();
        new Reply.Simple(greeting.line()).writeTo(out);
        var hello = in.next().flatMap(Handshake::read);
        if (hello.isEmpty()) {
            return false;
        }
        if (!handshake.accepts(hello.get(), greeting)) {
            new Reply.Error("Invalid password").writeTo(out);
            return false;
        }
        greeted = true;
        admitted = connections.admit();
        if (admitted && !hello.get().wid().isEmpty()) {
            wid = hello.get().wid();
            workers.connected(hello.get(), this);
        }
        Reply.OK.writeTo(out);
        if (!admitted) {
            new Reply.Error("too many connections: " + (connections.most() + 1)).writeTo(out);
        }
        return admitted;
    }

    private void answerAll(LineReader in, OutputStream out) throws IOException, InterruptedException {
        for (var line = next(in, out); line.isPresent(); line = next(in, out)) {
            if (Commands.isEnd(line.get())) {
                return;
            }
            var last = commands.isStopping();
            commands.answer(line.get(), this).writeTo(out);
            if (last) {
                return;
            }
        }
    }

    private static Optional<String> next(LineReader in, OutputStream out) throws IOException {
        try {
            return in.next();
        } catch (LineReader.LineTooLongException e) {
            new Reply.Error(e.getMessage()).writeTo(out);
            throw e;
        }
    }
}
