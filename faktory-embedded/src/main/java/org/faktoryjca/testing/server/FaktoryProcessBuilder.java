package org.faktoryjca.testing.server;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** What a {@link FaktoryProcess} is started with. Not for use by several threads. */
public final class FaktoryProcessBuilder {

    private final Path binary;
    private int port;
    private Optional<String> password = Optional.empty();
    private Optional<Path> certificate = Optional.empty();
    private Optional<Path> key = Optional.empty();

    FaktoryProcessBuilder(Path binary) {
        this.binary = Objects.requireNonNull(binary, "binary");
    }

    /**
     * Sets the port for commands; default a free one.
     *
     * @param port a port, or 0 for a free one
     * @return this builder
     */
    public FaktoryProcessBuilder port(int port) {
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
    public FaktoryProcessBuilder password(String password) {
        this.password = Optional.of(Passwords.checked(password));
        return this;
    }

    /**
     * Lets the server speak TLS only; default plain TCP.
     *
     * @param certificate the server's certificate, PEM
     * @param key its private key, PEM
     * @return this builder
     */
    public FaktoryProcessBuilder tls(Path certificate, Path key) {
        this.certificate = Optional.of(certificate);
        this.key = Optional.of(key);
        return this;
    }

    /**
     * Starts the process and waits until it greets.
     *
     * @return the server, ready for connections
     * @throws IllegalStateException if another program has the port, or it does not greet within 20 s; the message holds the
     *     end of its log
     * @throws UncheckedIOException if it cannot be started at all
     */
    public FaktoryProcess start() {
        var files = ProcessFiles.create();
        try {
            certificate.ifPresent(files::certificate);
            key.ifPresent(files::key);
            return FaktoryProcess.start(this, files);
        } catch (RuntimeException e) {
            files.delete();
            throw e;
        }
    }

    Path binary() {
        return binary;
    }

    int port() {
        return port;
    }

    Optional<String> password() {
        return password;
    }

    Optional<Path> certificate() {
        return certificate;
    }
}
