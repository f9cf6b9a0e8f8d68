package org.faktoryjca.client.settings;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.faktoryjca.CannotConnectException;

/**
 * All that is needed to reach one work server. Two equal records reach the same one in the same way.
 *
 * @param url the address, perhaps with {@code ${ENV}} in it; empty means the environment's, see {@link #address()}
 * @param password goes before the address's own
 * @param connectTimeout for the TCP connection and for the handshake, each
 * @param readTimeout the longest silence while a reply is due
 * @param trustStore certificates to trust; empty means the JDK's
 * @param keyStore the client's own certificate, if the server wants one
 * @param verifyHostname whether the server's certificate must name its host
 * @param wireLog whether each line sent and received is logged
 */
public record ServerSettings(
        Optional<Secret> url,
        Optional<Secret> password,
        Duration connectTimeout,
        Duration readTimeout,
        Optional<StoreSettings> trustStore,
        Optional<StoreSettings> keyStore,
        boolean verifyHostname,
        boolean wireLog) {

    private static final String DEFAULT_URL = "tcp://localhost:" + ServerAddress.DEFAULT_PORT;

    /** Checks that nothing is null. */
    public ServerSettings {
        Objects.requireNonNull(url);
        Objects.requireNonNull(password);
        Objects.requireNonNull(connectTimeout);
        Objects.requireNonNull(readTimeout);
        Objects.requireNonNull(trustStore);
        Objects.requireNonNull(keyStore);
    }

    /** Every setting at its default: the work server that the environment names. */
    public static ServerSettings defaults() {
        return new ServerSettings(
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(3),
                Duration.ofSeconds(10),
                Optional.empty(),
                Optional.empty(),
                true,
                false);
    }

    /** The work server at this address, everything else at its default. */
    public static ServerSettings at(String url) {
        var d = defaults();
        return new ServerSettings(
                Optional.of(Secret.of(url)),
                d.password,
                d.connectTimeout,
                d.readTimeout,
                d.trustStore,
                d.keyStore,
                d.verifyHostname,
                d.wireLog);
    }

    /**
     * The address, now: {@link #url()}, else what the variable named by {@code FAKTORY_PROVIDER} holds, else
     * {@code FAKTORY_URL}, else {@code tcp://localhost:7419}; with {@link #password()} where that is set.
     *
     * @throws org.faktoryjca.CannotConnectException if it cannot be read, or names a variable that is not set
     */
    public ServerAddress address() {
        return address(System::getenv);
    }

    /** As {@link #address()}, in an environment that answers null for what it does not hold. */
    public ServerAddress address(UnaryOperator<String> environment) {
        var text = url.map(Secret::reveal)
                .map(given -> Placeholders.resolve(given, environment))
                .filter(given -> !given.isBlank())
                .orElseGet(() -> fromEnvironment(environment));
        var address = ServerAddress.parse(text);
        return password.map(given -> Placeholders.resolve(given.reveal(), environment))
                .filter(given -> !given.isEmpty())
                .map(given -> address.withPassword(Secret.of(given)))
                .orElse(address);
    }

    private static String fromEnvironment(UnaryOperator<String> environment) {
        var provider = environment.apply("FAKTORY_PROVIDER");
        var named = provider == null || provider.isBlank() ? null : environment.apply(provider.strip());
        var url = named == null || named.isBlank() ? environment.apply("FAKTORY_URL") : named;
        return url == null || url.isBlank() ? DEFAULT_URL : url;
    }

    /** The address as messages show it, now; where it cannot be read, that and the error's code. Throws nothing. */
    public String display() {
        try {
            return address().display();
        } catch (CannotConnectException e) {
            return "the work server (" + e.code() + ")";
        }
    }

    /** As {@link #display()}, without the scheme: {@code host:port}, IPv6 in brackets. */
    public String hostAndPort() {
        return display().replaceFirst("^tcp(\\+tls)?://", "");
    }

    /** With this password. */
    public ServerSettings withPassword(Secret password) {
        return new ServerSettings(
                url, Optional.of(password), connectTimeout, readTimeout, trustStore, keyStore, verifyHostname, wireLog);
    }

    /** With this limit for the TCP connection and for the handshake, each. */
    public ServerSettings withConnectTimeout(Duration connectTimeout) {
        return new ServerSettings(
                url, password, connectTimeout, readTimeout, trustStore, keyStore, verifyHostname, wireLog);
    }

    /** With this longest silence while a reply is due. */
    public ServerSettings withReadTimeout(Duration readTimeout) {
        return new ServerSettings(
                url, password, connectTimeout, readTimeout, trustStore, keyStore, verifyHostname, wireLog);
    }

    /** With certificates to trust. */
    public ServerSettings withTrustStore(StoreSettings trustStore) {
        return new ServerSettings(
                url, password, connectTimeout, readTimeout, Optional.of(trustStore), keyStore, verifyHostname, wireLog);
    }

    /** With or without the check that the server's certificate names its host. */
    public ServerSettings withVerifyHostname(boolean verifyHostname) {
        return new ServerSettings(
                url, password, connectTimeout, readTimeout, trustStore, keyStore, verifyHostname, wireLog);
    }

    /** With or without the wire log. */
    public ServerSettings withWireLog(boolean wireLog) {
        return new ServerSettings(
                url, password, connectTimeout, readTimeout, trustStore, keyStore, verifyHostname, wireLog);
    }
}
