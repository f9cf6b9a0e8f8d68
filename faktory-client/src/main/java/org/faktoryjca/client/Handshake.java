package org.faktoryjca.client;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.faktoryjca.AuthenticationException;
import org.faktoryjca.CannotConnectException;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.ProtocolVersionException;
import org.faktoryjca.client.json.Json;
import org.faktoryjca.client.settings.Secret;
import org.faktoryjca.client.settings.ServerAddress;
import org.faktoryjca.client.wire.BrokenReplyException;
import org.faktoryjca.client.wire.Command;
import org.faktoryjca.client.wire.Command.Hello;
import org.faktoryjca.client.wire.Reply;

/**
 * HI, HELLO, OK, within one time-out.
 *
 * <p>Source: protocol specification, "Client lifecycle" and "HELLO command".
 */
final class Handshake {
    /** Real servers ask for 4,000 to 8,095 rounds; this many take seconds, and more would hold the caller for a stranger's fun. */
    private static final int MOST_ROUNDS = 1_000_000;

    private final Transport transport;
    private final WireLog wireLog;
    private final ServerAddress address;
    private final Duration timeout;
    private final long deadline;

    Handshake(Transport transport, WireLog wireLog, ServerAddress address, Duration timeout) {
        this.transport = transport;
        this.wireLog = wireLog;
        this.address = address;
        this.timeout = timeout;
        this.deadline = System.nanoTime() + timeout.toNanos();
    }

    void shake(Optional<WorkerIdentity> worker) {
        var hash = passwordHash(greeting());
        say(new Hello(worker, hash));
        var reply = hear("after HELLO");
        if (reply instanceof Reply.Refusal refusal) {
            throw refused(refusal.reason());
        }
        if (!(reply instanceof Reply.Text text && text.text().equals("OK"))) {
            throw notFaktory("HELLO was answered by a reply of another kind", null);
        }
    }

    private Map<String, Object> greeting() {
        var first = hear("before its greeting");
        if (first instanceof Reply.Refusal refusal) {
            throw refused(refusal.reason());
        }
        if (!(first instanceof Reply.Text text && text.text().startsWith("HI "))) {
            throw notFaktory("its first words are not +HI", null);
        }
        Map<String, Object> greeting;
        try {
            greeting = Json.read(text.text().substring("HI ".length()).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // The greeting may hold the salt: what could not be read is not repeated.
            throw notFaktory("its greeting is no JSON object", null);
        }
        checkVersion(greeting.get("v"));
        return greeting;
    }

    private void checkVersion(Object version) {
        if (!(version instanceof Integer number)) {
            throw notFaktory("its greeting names no version", null);
        }
        if (number > Hello.VERSION) {
            throw new ProtocolVersionException(
                    ErrorCode.PROTOCOL_VERSION,
                    "connected to %s: it speaks version %d of the protocol, and this library knows version %d"
                            .formatted(address, number, Hello.VERSION),
                    null);
        }
    }

    private Optional<String> passwordHash(Map<String, Object> greeting) {
        if (!(greeting.get("s") instanceof String salt)) {
            return Optional.empty();
        }
        var rounds = greeting.getOrDefault("i", 1);
        if (!(rounds instanceof Integer count) || count < 1 || count > MOST_ROUNDS) {
            throw new CannotConnectException(
                    ErrorCode.HANDSHAKE_FAILED,
                    "connected to %s: it asks for a password hashed %s times, and 1 to %d are accepted"
                            .formatted(address, rounds, MOST_ROUNDS),
                    null);
        }
        var password = address.password()
                .orElseThrow(() -> new AuthenticationException(
                        ErrorCode.PASSWORD_MISSING,
                        "connected to " + address + ": it asks for a password, and none is set",
                        null));
        return Optional.of(hash(password, salt, count));
    }

    private static String hash(Secret password, String salt, int rounds) {
        MessageDigest sha256;
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        var hash = (password.reveal() + salt).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < rounds; i++) {
            hash = sha256.digest(hash);
        }
        return HexFormat.of().formatHex(hash);
    }

    private FaktoryException refused(String reason) {
        if (reason.startsWith("Invalid password")) {
            return new AuthenticationException(
                    ErrorCode.PASSWORD_WRONG,
                    "connected to " + address + ": it refused the password (its words: " + reason + ")",
                    null);
        }
        return new CannotConnectException(
                reason.startsWith("too many connections") ? ErrorCode.TOO_MANY_CONNECTIONS : ErrorCode.HANDSHAKE_FAILED,
                "connected to " + address + ": it refused the conversation (its words: " + reason + ")",
                null);
    }

    private void say(Command<?> command) {
        var line = new ByteArrayOutputStream();
        command.writeTo(line);
        wireLog.sent(line.toByteArray(), 0, line.size());
        line.writeBytes(Exchange.END_OF_LINE);
        try {
            transport.write(line.toByteArray(), line.size());
        } catch (IOException e) {
            throw failed("the connection broke at HELLO (" + e.getMessage() + ")", e);
        }
    }

    private Reply hear(String when) {
        var left = Duration.ofNanos(deadline - System.nanoTime());
        try {
            if (left.toMillis() < 1) {
                throw new SocketTimeoutException("handshake");
            }
            var reply = transport.read(left);
            wireLog.received(reply);
            return reply;
        } catch (SocketTimeoutException e) {
            throw failed(
                    "it said nothing " + when + " within " + timeout.toMillis() + " ms"
                            + (address.tls() ? "" : "; if it wants TLS, the address begins with tcp+tls://"),
                    e);
        } catch (EOFException e) {
            throw failed("it closed the connection " + when, e);
        } catch (BrokenReplyException e) {
            throw notFaktory(e.getMessage(), e);
        } catch (IOException e) {
            throw failed("the connection broke " + when + " (" + e.getMessage() + ")", e);
        }
    }

    private CannotConnectException failed(String what, IOException cause) {
        return new CannotConnectException(ErrorCode.HANDSHAKE_FAILED, "connected to " + address + ": " + what, cause);
    }

    private CannotConnectException notFaktory(String what, IOException cause) {
        return new CannotConnectException(
                ErrorCode.NOT_FAKTORY,
                "connected to " + address + ", and what listens there does not speak Faktory's protocol: " + what,
                cause);
    }
}
