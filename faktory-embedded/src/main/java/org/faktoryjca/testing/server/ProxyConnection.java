package org.faktoryjca.testing.server;

import java.io.IOException;
import java.net.Socket;
import java.util.function.Supplier;

/** One client's two sockets and two threads. Thread-safe. */
final class ProxyConnection {

    private final Socket client;
    private final Socket server;
    private final Thread toServer;
    private final Thread toClient;
    private volatile boolean replyEnds;

    ProxyConnection(Socket client, Socket server, Supplier<Fault> fault) throws IOException {
        this.client = client;
        this.server = server;
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        toServer = thread(new ProxyPump(this, Fault.Direction.TO_SERVER, client, server, fault));
        toClient = thread(new ProxyPump(this, Fault.Direction.TO_CLIENT, server, client, fault));
    }

    private static Thread thread(ProxyPump pump) {
        var thread = new Thread(pump, "faktory-fault-proxy-pump");
        thread.setDaemon(true);
        return thread;
    }

    void start() {
        toServer.start();
        toClient.start();
    }

    boolean isAlive() {
        return toServer.isAlive() || toClient.isAlive();
    }

    /** The next reply belongs to the command that the fault names. */
    void endAtReply() {
        replyEnds = true;
    }

    /** Asked once for each such command. */
    boolean endsAtReply() {
        var ends = replyEnds;
        replyEnds = false;
        return ends;
    }

    void end(Fault.Ending ending, Socket to) throws IOException {
        switch (ending) {
            case CUT -> close();
            case HALF_CLOSE -> to.shutdownOutput();
            case RESET -> {
                client.setSoLinger(true, 0);
                server.setSoLinger(true, 0);
                close();
            }
        }
    }

    void close() {
        for (var socket : new Socket[] {client, server}) {
            try {
                socket.close();
            } catch (IOException e) {
                // It is gone, which is what was wanted.
            }
        }
        toServer.interrupt();
        toClient.interrupt();
    }

    void awaitEnd() {
        Threads.awaitEnd(toServer);
        Threads.awaitEnd(toClient);
    }
}
