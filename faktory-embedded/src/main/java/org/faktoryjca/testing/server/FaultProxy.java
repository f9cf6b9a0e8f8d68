package org.faktoryjca.testing.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A TCP proxy on this machine between clients and a work server, which passes everything on until it is given a
 * {@link Fault}, the end of one direction and a reset too. Safe for use by several threads. Closing it leaves the work server running.
 */
public final class FaultProxy implements WorkServer {

    private static final Fault NONE = Fault.delay(Duration.ZERO);

    /** The server is on this machine or near; longer, close() would have to wait for it. */
    private static final int CONNECT_MILLIS = 3_000;

    private final String scheme;
    private final String targetHost;
    private final int targetPort;
    private final Optional<String> password;
    private final Set<ProxyConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private volatile Fault fault = NONE;
    private volatile boolean closed;
    private int port;
    private ServerSocket listening;
    private Thread acceptor;

    private FaultProxy(String scheme, String targetHost, int targetPort, Optional<String> password, int port) {
        this.scheme = scheme;
        this.targetHost = targetHost;
        this.targetPort = targetPort;
        this.password = password;
        this.port = port;
        listen();
    }

    /** Stands before this server, on a free port; its URL is the server's but for the port. TLS passes through it. */
    public static FaultProxy before(WorkServer server) {
        return before(server, 0);
    }

    /** The same on this port. */
    public static FaultProxy before(WorkServer server, int port) {
        var scheme = URI.create(server.url()).getScheme();
        return new FaultProxy(scheme, server.host(), server.port(), server.password(), port);
    }

    /** Stands before a server without a password. */
    public static FaultProxy before(String host, int port) {
        return new FaultProxy("tcp", host, port, Optional.empty(), 0);
    }

    /** From now on this fault and no other; one that ends conversations and waits for nothing ends those that are open. */
    public synchronized void set(Fault next) {
        fault = Objects.requireNonNull(next);
        if (next instanceof Fault.Refusal) {
            stopListening();
        } else if (!closed && listening.isClosed()) {
            listen();
        }
        connections.forEach(this::endAtOnce);
    }

    private void endAtOnce(ProxyConnection connection) {
        if (fault instanceof Fault.OnTheWire wire && wire.isAtOnce()) {
            connection.endAtOnce(wire);
        }
    }

    /** No fault any more; what was swallowed or cut stays so. */
    public void clear() {
        set(NONE);
    }

    /** How many connections were accepted since the start. */
    public int accepted() {
        return accepted.get();
    }

    /** How many connections are open now. */
    public int open() {
        connections.removeIf(connection -> !connection.isAlive());
        return connections.size();
    }

    @Override
    public String url() {
        return Urls.of(scheme, password, host(), port());
    }

    @Override
    public String host() {
        return "127.0.0.1";
    }

    @Override
    public synchronized int port() {
        return port;
    }

    @Override
    public Optional<String> password() {
        return password;
    }

    @Override
    public String description() {
        return "proxy before " + targetHost + ":" + targetPort;
    }

    @Override
    public synchronized void close() {
        closed = true;
        stopListening();
        connections.forEach(ProxyConnection::close);
        connections.forEach(ProxyConnection::awaitEnd);
    }

    private void listen() {
        try {
            var socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
            listening = socket;
            port = socket.getLocalPort();
            acceptor = new Thread(() -> acceptAll(socket), "faktory-fault-proxy-" + port);
            acceptor.setDaemon(true);
            acceptor.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void stopListening() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Threads.awaitEnd(acceptor);
    }

    private void acceptAll(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                accept(socket.accept());
            } catch (IOException e) {
                // The socket was closed, or a client went away before it was accepted.
            }
        }
    }

    private void accept(Socket client) throws IOException {
        accepted.incrementAndGet();
        open();
        var server = new Socket();
        try {
            server.connect(new InetSocketAddress(targetHost, targetPort), CONNECT_MILLIS);
            var connection = new ProxyConnection(client, server, () -> fault);
            connections.add(connection);
            connection.start();
            endAtOnce(connection);
        } catch (IOException e) {
            // As the client would find it without a proxy: nobody is there.
            server.close();
            client.close();
        }
    }
}
