package org.faktoryjca.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.faktoryjca.CannotConnectException;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.client.settings.ServerAddress;
import org.faktoryjca.client.settings.ServerSettings;

/** From an address to a connected socket: name, TCP, TLS; each failure with its own code. */
final class Dialer {
    private final ServerSettings settings;
    private final ServerAddress address;
    private final StepTime time;

    Dialer(ServerSettings settings, ServerAddress address, StepTime time) {
        this.settings = settings;
        this.address = address;
        this.time = time;
    }

    Socket dial() {
        var plain = connect(resolve());
        var dialled = false;
        try {
            var socket = address.tls() ? encrypt(plain) : plain;
            dialled = true;
            return socket;
        } finally {
            if (!dialled) {
                closeQuietly(plain);
            }
        }
    }

    private InetAddress[] resolve() {
        try {
            return InetAddress.getAllByName(address.host());
        } catch (UnknownHostException e) {
            throw new CannotConnectException(
                    ErrorCode.UNKNOWN_HOST,
                    "tried to connect to %s: the name %s has no address".formatted(address, address.host()),
                    e);
        }
    }

    /** One address after the other within one time-out: {@code localhost} has two, and the server may listen on either. */
    private Socket connect(InetAddress[] candidates) {
        var limit = time.next();
        var deadline = System.nanoTime() + limit.toNanos();
        IOException last = null;
        for (var candidate : candidates) {
            var left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
            if (left < 1 && last != null) {
                break;
            }
            var socket = new Socket();
            try {
                socket.setTcpNoDelay(true);
                socket.setKeepAlive(true);
                connect(socket, new InetSocketAddress(candidate, address.port()), Duration.ofMillis(Math.max(1, left)));
                return socket;
            } catch (IOException e) {
                closeQuietly(socket);
                last = e;
            }
        }
        throw unreachable(candidates, limit, last);
    }

    private static void connect(Socket socket, InetSocketAddress to, Duration atMost) throws IOException {
        // With connect's own time-out the socket would never wait by itself again.
        var standstill = new Standstill(socket);
        standstill.begin(atMost);
        try {
            socket.connect(to);
        } finally {
            standstill.end();
        }
    }

    private CannotConnectException unreachable(InetAddress[] candidates, Duration limit, IOException cause) {
        var tried = "tried to connect to " + address + " ("
                + String.join(
                        ", ",
                        Arrays.stream(candidates)
                                .map(InetAddress::getHostAddress)
                                .toList())
                + ")";
        if (cause instanceof SocketTimeoutException) {
            return new CannotConnectException(
                    ErrorCode.CONNECT_TIMEOUT, tried + ": no answer within " + limit.toMillis() + " ms", cause);
        }
        var why = cause instanceof ConnectException
                ? "nothing listens there (" + cause.getMessage() + ")"
                : cause instanceof NoRouteToHostException
                        ? "the network has no way to it (" + cause.getMessage() + ")"
                        : String.valueOf(cause);
        return new CannotConnectException(ErrorCode.CONNECT_FAILED, tried + ": " + why, cause);
    }

    private Socket encrypt(Socket plain) {
        var context = Certificates.context(settings);
        var limit = time.next();
        try {
            plain.setSoTimeout((int) limit.toMillis());
            var socket =
                    (SSLSocket) context.getSocketFactory().createSocket(plain, address.host(), address.port(), true);
            var parameters = socket.getSSLParameters();
            if (settings.verifyHostname()) {
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
            }
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket;
        } catch (SocketTimeoutException e) {
            throw tls("no answer within " + limit.toMillis() + " ms", e);
        } catch (SSLException e) {
            throw tls(reason(e), e);
        } catch (IOException e) {
            throw tls("the connection broke (" + e.getMessage() + ")", e);
        }
    }

    /** The innermost message says which certificate or name it was; the outer ones only that there was something. */
    private static String reason(SSLException thrown) {
        Throwable innermost = thrown;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return innermost == thrown || innermost.getMessage() == null
                ? String.valueOf(thrown.getMessage())
                : thrown.getMessage() + " (" + innermost.getMessage() + ")";
    }

    private CannotConnectException tls(String why, IOException cause) {
        return new CannotConnectException(
                ErrorCode.TLS_FAILED, "tried a TLS handshake with " + address + ": " + why, cause);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            System.getLogger("org.faktoryjca.client")
                    .log(System.Logger.Level.DEBUG, "a socket was not closed cleanly", e);
        }
    }
}
