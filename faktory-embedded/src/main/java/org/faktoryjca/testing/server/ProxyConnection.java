package org.faktoryjca.testing.server;

import java.io.IOException;
import java.net.Socket;
import java.util.Optional;
import java.util.function.Supplier;
import org.faktoryjca.testing.server.Fault.Direction;
import org.faktoryjca.testing.server.Fault.Effect;
import org.faktoryjca.testing.server.Fault.OnTheWire;

/** One client's two sockets and two threads. Thread-safe. */
final class ProxyConnection {

    private final Socket client;
    private final Socket server;
    private final Thread toServer;
    private final Thread toClient;
    private volatile Optional<Fault> dueAtReply = Optional.empty();

    ProxyConnection(Socket client, Socket server, Supplier<Fault> fault) throws IOException {
        this.client = client;
        this.server = server;
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        toServer = thread(new ProxyPump(this, Direction.TO_SERVER, client, server, fault));
        toClient = thread(new ProxyPump(this, Direction.TO_CLIENT, server, client, fault));
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

    /** The command that this fault names has come: what the server says next is its reply. */
    void awaitReply(OnTheWire fault) {
        dueAtReply = Optional.of(fault);
    }

    /** Whether the next bytes are the reply to the command that this fault names. */
    boolean isReplyDue(OnTheWire fault) {
        return dueAtReply.filter(due -> due == fault).isPresent();
    }

    /** What waits for nothing happens to idle connections too. */
    void endAtOnce(OnTheWire fault) {
        try {
            for (var direction : fault.directions()) {
                end(fault.effect(), direction == Direction.TO_SERVER ? server : client);
            }
        } catch (IOException e) {
            close();
        }
    }

    /**
     * Ends the conversation, if that is what the fault does.
     *
     * @return whether nothing more is to pass
     */
    boolean end(Effect effect, Socket to) throws IOException {
        if (effect instanceof Effect.Cut) {
            close();
        } else if (effect instanceof Effect.HalfClose) {
            if (!to.isOutputShutdown()) {
                to.shutdownOutput();
            }
        } else if (effect instanceof Effect.Reset) {
            client.setSoLinger(true, 0);
            server.setSoLinger(true, 0);
            close();
        } else {
            return effect instanceof Effect.Silence;
        }
        return true;
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
