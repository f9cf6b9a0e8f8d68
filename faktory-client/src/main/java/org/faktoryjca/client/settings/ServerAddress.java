package org.faktoryjca.client.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.faktoryjca.CannotConnectException;
import org.faktoryjca.ErrorCode;

/**
 * Where a work server listens: {@code tcp://[:password@]host[:port]} or {@code tcp+tls://…}, IPv6 in brackets.
 *
 * @param host name or address, IPv6 without brackets
 * @param port from 1 to 65535; 7419 unless given
 * @param tls whether the conversation is encrypted
 * @param password what the address held, or the setting of its own
 */
public record ServerAddress(String host, int port, boolean tls, Optional<Secret> password) {
    /** Faktory's port for commands. */
    public static final int DEFAULT_PORT = 7419;

    private static final int HIGHEST_PORT = 65535;
    private static final Pattern AUTHORITY =
            Pattern.compile("(?:(?<user>.*)@)?(?<host>\\[[0-9A-Fa-f:.%]+]|[A-Za-z0-9._-]+)(?::(?<port>[0-9]{1,5}))?");

    /** Checks that nothing is null. */
    public ServerAddress {
        Objects.requireNonNull(host);
        Objects.requireNonNull(password);
    }

    /**
     * Reads an address. Characters of a password that an address gives a meaning to are percent-encoded in it.
     *
     * @throws CannotConnectException with {@link ErrorCode#INVALID_ADDRESS}, saying what is wrong; the text is not repeated
     *     in it, because it may hold a password
     */
    public static ServerAddress parse(String text) {
        URI uri;
        try {
            uri = new URI(text.strip());
        } catch (URISyntaxException e) {
            // Its message repeats the text, so it is not kept as the cause.
            throw invalid("it breaks the form at character " + e.getIndex() + ": " + e.getReason());
        }
        var scheme = Objects.requireNonNullElse(uri.getScheme(), "").toLowerCase(Locale.ROOT);
        if (!scheme.equals("tcp") && !scheme.equals("tcp+tls")) {
            throw invalid("it begins neither with tcp:// nor with tcp+tls://");
        }
        // Not URI's own host and port: it knows no underscore, and container names have them.
        var authority = AUTHORITY.matcher(Objects.requireNonNullElse(uri.getRawAuthority(), ""));
        if (!authority.matches()) {
            throw invalid("it names no host, or one that is no host name, or no number as its port");
        }
        if (!Objects.requireNonNullElse(uri.getPath(), "").matches("/?")
                || uri.getQuery() != null
                || uri.getFragment() != null) {
            throw invalid("something follows host and port");
        }
        return new ServerAddress(
                authority.group("host").replaceAll("^\\[(.*)]$", "$1"),
                port(authority.group("port")),
                scheme.equals("tcp+tls"),
                password(authority.group("user")));
    }

    private static int port(String digits) {
        var port = digits == null ? DEFAULT_PORT : Integer.parseInt(digits);
        if (port == 0 || port > HIGHEST_PORT) {
            throw invalid("the port must be from 1 to 65535");
        }
        return port;
    }

    /** What stands before a colon is a user's name, which Faktory has not: other clients ignore it, and so is it here. */
    private static Optional<Secret> password(String user) {
        if (user == null) {
            return Optional.empty();
        }
        // URLDecoder would read '+' as a blank, which belongs to forms and not to addresses.
        var password =
                URLDecoder.decode(user.substring(user.indexOf(':') + 1).replace("+", "%2B"), StandardCharsets.UTF_8);
        return password.isEmpty() ? Optional.empty() : Optional.of(Secret.of(password));
    }

    private static CannotConnectException invalid(String why) {
        return new CannotConnectException(
                ErrorCode.INVALID_ADDRESS, "the work server's address cannot be read: " + why, null);
    }

    ServerAddress withPassword(Secret other) {
        return new ServerAddress(host, port, tls, Optional.of(other));
    }

    /** The address as messages show it: never with the password. */
    public String display() {
        return (tls ? "tcp+tls://" : "tcp://") + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    @Override
    public String toString() {
        return display();
    }
}
