package org.faktoryjca.testing.server;

import java.util.Optional;

/**
 * A running Faktory work server that a test may talk to: the one in memory, or the real one as a process.
 *
 * <p>Implementations are safe for use by several threads.
 */
public interface WorkServer extends AutoCloseable {

    /**
     * Where clients connect, in the form of {@code FAKTORY_URL}.
     *
     * @return {@code tcp://[:password@]host:port}, the password percent-encoded
     */
    String url();

    /**
     * The address the server listens on.
     *
     * @return a host name or an IP address
     */
    String host();

    /**
     * The port the server listens on.
     *
     * @return the real port, also when it was chosen by the operating system
     */
    int port();

    /**
     * The password that clients must know.
     *
     * @return empty when the server asks for none
     */
    Optional<String> password();

    /**
     * What kind of server this is, for messages and test names.
     *
     * @return for example {@code embedded} or {@code Faktory 1.10.0 (process)}
     */
    String description();

    /** Stops the server and frees its port, threads and files. A second call does nothing. */
    @Override
    void close();
}
