package org.faktoryjca.testing.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Asks a port whether a Faktory greets there; not which one. */
record GreetingProbe(int port, boolean tls) {

    private static final int CONNECT_MILLIS = 1_000;
    private static final int READ_MILLIS = 5_000;

    /** With TLS, an accepted connection must do: who trusts the certificate is the client's business. */
    boolean isThere() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), CONNECT_MILLIS);
            if (tls) {
                return true;
            }
            socket.setSoTimeout(READ_MILLIS);
            return new LineReader(socket.getInputStream())
                    .next()
                    .filter(line -> line.startsWith("+HI "))
                    .isPresent();
        } catch (IOException e) {
            return false;
        }
    }
}
