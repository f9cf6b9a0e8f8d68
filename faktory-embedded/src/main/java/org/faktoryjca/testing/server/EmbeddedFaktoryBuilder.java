package org.faktoryjca.testing.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;

/** What an {@link EmbeddedFaktory} is started with. Not for use by several threads. */
public final class EmbeddedFaktoryBuilder {

    private static final int MOST_CONNECTIONS = 2_000;

    private String host = "127.0.0.1";
    private int port;
    private Optional<String> password = Optional.empty();
    private Optional<ServerTls> tls = Optional.empty();
    private Clock clock = Clock.systemUTC();
    private ServerState state = ServerState.empty();
    private int connections = MOST_CONNECTIONS;

    EmbeddedFaktoryBuilder() {}

    /**
     * Sets where the server listens; default 127.0.0.1 and a free port.
     *
     * @param host a host name or an address of this machine
     * @param port a port, or 0 for a free one
     * @return this builder
     */
    public EmbeddedFaktoryBuilder bind(String host, int port) {
        this.host = Objects.requireNonNull(host, "host");
        this.port = port;
        return this;
    }

    /**
     * Sets the password that clients must know; default none.
     *
     * @param password the password, not empty
     * @return this builder
     * @throws IllegalArgumentException if it is empty
     */
    public EmbeddedFaktoryBuilder password(String password) {
        this.password = Optional.of(Passwords.checked(password));
        return this;
    }

    /**
     * Lets the server speak TLS only; default plain TCP.
     *
     * @param directory where {@code public.cert.pem} and {@code private.key.pem} lie, the names that the real server
     *     looks for
     * @return this builder
     * @throws UncheckedIOException if one of the files cannot be read
     * @throws IllegalArgumentException if one is no PEM, or they do not belong together
     */
    public EmbeddedFaktoryBuilder tls(Path directory) {
        tls = Optional.of(ServerTls.in(directory));
        return this;
    }

    /**
     * Lets the server speak TLS only; default plain TCP.
     *
     * @param certificate the server's certificate, PEM, and those of its issuers
     * @param key its private key, PEM, unencrypted
     * @return this builder
     * @throws UncheckedIOException if one of the files cannot be read
     * @throws IllegalArgumentException if one is no PEM, or they do not belong together
     */
    public EmbeddedFaktoryBuilder tls(Path certificate, Path key) {
        tls = Optional.of(ServerTls.of(certificate, key));
        return this;
    }

    /**
     * Sets the clock that jobs follow; default the system's. It may be a clock that a test moves itself.
     *
     * @param clock the clock
     * @return this builder
     */
    public EmbeddedFaktoryBuilder clock(Clock clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
        return this;
    }

    /**
     * Sets what the server holds before its first client connects; default nothing.
     *
     * @param state what it holds; times that count from loading count from its start
     * @return this builder
     */
    public EmbeddedFaktoryBuilder state(ServerState state) {
        this.state = Objects.requireNonNull(state, "state");
        return this;
    }

    /**
     * Sets how many connections may be open; default 2,000, as in the real server. One more is accepted and told so.
     *
     * @param most a number from 1
     * @return this builder
     */
    public EmbeddedFaktoryBuilder mostConnections(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("a server needs room for a connection, not for " + most);
        }
        connections = most;
        return this;
    }

    /**
     * Starts the server.
     *
     * @return the server, ready for connections
     * @throws UncheckedIOException if the port is taken or the host is not this machine's
     */
    public EmbeddedFaktory start() {
        try {
            return new EmbeddedFaktory(this).started();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on " + host + ":" + port + ": " + e.getMessage(), e);
        }
    }

    String host() {
        return host;
    }

    int port() {
        return port;
    }

    Optional<String> password() {
        return password;
    }

    Optional<ServerTls> tls() {
        return tls;
    }

    Clock clock() {
        return clock;
    }

    ServerState state() {
        return state;
    }

    int mostConnections() {
        return connections;
    }
}
