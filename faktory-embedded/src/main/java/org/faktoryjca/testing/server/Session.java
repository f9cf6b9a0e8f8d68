package org.faktoryjca.testing.server;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;

/** One connection: a handshake, then a reply for each command. */
final class Session {

    private static final int HELLO_WITHIN_MILLIS = 2_000;
    private static final int MOST_CONNECTIONS = 2_000;

    private final Socket socket;
    private final Commands commands;
    private final Handshake handshake;
    private final Workers workers;
    private final Set<Session> open;
    private final Thread thread;
    private volatile String wid = "";

    Session(Socket socket, Commands commands, Handshake handshake, Workers workers, Set<Session> open) {
        this.socket = socket;
        this.commands = commands;
        this.handshake = handshake;
        this.workers = workers;
        this.open = open;
        thread = new Thread(this::run, "faktory-connection-" + socket.getPort());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Empty for a client that is no worker. */
    String wid() {
        return wid;
    }

    int connections() {
        return open.size();
    }

    void closeSocket() {
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
            var out = new BufferedOutputStream(socket.getOutputStream());
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
            open.remove(this);
        }
    }

    private boolean greeted(LineReader in, OutputStream out) throws IOException {
        var greeting = handshake.greet();
        new Reply.Simple(greeting.line()).writeTo(out);
        socket.setSoTimeout(HELLO_WITHIN_MILLIS);
        var hello = in.next().flatMap(Handshake::read);
        if (hello.isEmpty()) {
            return false;
        }
        if (!handshake.accepts(hello.get(), greeting)) {
            new Reply.Error("Invalid password").writeTo(out);
            return false;
        }
        socket.setSoTimeout(0);
        if (!hello.get().wid().isEmpty()) {
            wid = hello.get().wid();
            workers.connected(wid, this);
        }
        Reply.OK.writeTo(out);
        if (open.size() > MOST_CONNECTIONS) {
            new Reply.Error("too many connections: " + open.size()).writeTo(out);
            return false;
        }
        return true;
    }

    private void answerAll(LineReader in, OutputStream out) throws IOException, InterruptedException {
        for (var line = next(in, out); line.isPresent(); line = next(in, out)) {
            if (Commands.isEnd(line.get())) {
                return;
            }
            commands.answer(line.get(), this).writeTo(out);
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
