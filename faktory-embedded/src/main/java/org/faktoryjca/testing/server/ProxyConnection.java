package org.faktoryjca.testing.server;

import java.io.IOException;
import java.net.Socket;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
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
    private final AtomicInteger pumpsEnded = new AtomicInteger();
    private volatile Optional<DueReply> due = Optional.empty();
    private volatile boolean closed;

    ProxyConnection(Socket client, Socket server, Supplier<Fault> fault) throws IOException {
        this.client = client;
        this.server = server;
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        toServer = thread(new ProxyPump(this, Direction.TO_SERVER, client, server, fault));
        toClient = thread(new ProxyPump(this, Direction.TO_CLIENT, server, client, fault));
    }

    /** A fault that begins with the reply of this number. */
    private record DueReply(OnTheWire fault, long number) {}

    private static Thread thread(ProxyPump pump) {
        var thread = new Thread(pump, "faktory-fault-proxy-pump");
        thread.setDaemon(true);
        return thread;
    }

    void start() {
        toServer.start();
        toClient.start();
    }

    /** From before its start until both directions have ended: one may have ended before the other has begun. */
    boolean isAlive() {
        return pumpsEnded.get() < 2;
    }

    /** The command that this fault names has come: the reply of this number is its. */
    void awaitReply(OnTheWire fault, long number) {
        due = Optional.of(new DueReply(fault, number));
    }

    /** The number of the reply to the command that this fault names, if it has come. */
    OptionalLong reply(OnTheWire fault) {
        return due.filter(its -> its.fault() == fault)
                .map(its -> OptionalLong.of(its.number()))
                .orElse(OptionalLong.empty());
    }

    /** A direction has come to its end, and the other may go on. */
    void passEnd(Socket to) throws IOException {
        if (!to.isOutputShutdown()) {
            to.shutdownOutput();
        }
    }

    /** Nothing more passes in one direction. */
    void pumpEnded() {
        if (pumpsEnded.incrementAndGet() == 2) {
            close();
        }
    }

    /** One of the two has broken off, and the other is to see it. */
    void broken() {
        try {
            if (!closed) {
                end(new Effect.Reset(), client);
            }
        } catch (IOException e) {
            close();
        }
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
        closed = true;
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
