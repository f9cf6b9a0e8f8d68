package org.faktoryjca.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.client.settings.Secret;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.client.settings.StoreSettings;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that wants to know who its client is, as a proxy before Faktory may: Faktory itself does not ask. */
class ClientCertificateTest {
    private static final String OPENS = "changeit";

    @TempDir
    static Path directory;

    private static SSLContext serverContext;

    @BeforeAll
    static void makeCertificates() throws Exception {
        for (var who : new String[] {"server", "client"}) {
            Keytool.run(
                    "-genkeypair",
                    "-alias",
                    who,
                    "-keyalg",
                    "RSA",
                    "-dname",
                    "CN=" + who,
                    "-ext",
                    "san=dns:localhost",
                    "-validity",
                    "30",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    path(who + ".p12"),
                    "-storepass",
                    OPENS);
            Keytool.run(
                    "-exportcert",
                    "-rfc",
                    "-alias",
                    who,
                    "-keystore",
                    path(who + ".p12"),
                    "-storepass",
                    OPENS,
                    "-file",
                    path(who + ".pem"));
        }
        Keytool.run(
                "-importcert",
                "-noprompt",
                "-alias",
                "client",
                "-file",
                path("client.pem"),
                "-storetype",
                "PKCS12",
                "-keystore",
                path("trusted-by-server.p12"),
                "-storepass",
                OPENS);
        var key = store("client.p12").getKey("client", OPENS.toCharArray());
        Files.writeString(
                directory.resolve("client-with-key.pem"),
                Files.readString(directory.resolve("client.pem"))
                        + "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");
        serverContext = context();
    }

    private static SSLContext context() throws Exception {
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store("server.p12"), OPENS.toCharArray());
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store("trusted-by-server.p12"));
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore store(String name) throws Exception {
        return KeyStore.getInstance(directory.resolve(name).toFile(), OPENS.toCharArray());
    }

    private static String path(String name) {
        return directory.resolve(name).toString();
    }

    private static SSLServerSocket listen() throws IOException {
        var listener = (SSLServerSocket)
                serverContext.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress());
        listener.setNeedClientAuth(true);
        return listener;
    }

    /** Greets whoever has a certificate; answers whose it was. */
    private static CompletableFuture<String> serveOne(SSLServerSocket listener) {
        return CompletableFuture.supplyAsync(() -> {
            try (var socket = (SSLSocket) listener.accept()) {
                socket.getOutputStream().write("+HI {\"v\":2}\r\n".getBytes(StandardCharsets.UTF_8));
                var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                in.readLine();
                socket.getOutputStream().write("+OK\r\n".getBytes(StandardCharsets.UTF_8));
                var certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
                in.readLine();
                return certificate.getSubjectX500Principal().getName();
            } catch (IOException e) {
                return "nobody: " + e.getMessage();
            }
        });
    }

    private static ServerSettings settings(SSLServerSocket listener, Optional<String> keyStore) {
        var d = ServerSettings.at("tcp+tls://localhost:" + listener.getLocalPort());
        return new ServerSettings(
                d.url(),
                d.password(),
                d.connectTimeout(),
                d.readTimeout(),
                Optional.of(new StoreSettings(path("server.pem"), Optional.empty())),
                keyStore.map(name -> new StoreSettings(
                        path(name), name.endsWith(".pem") ? Optional.empty() : Optional.of(Secret.of(OPENS)))),
                true,
                false);
    }

    @Test
    void theClientShowsItsCertificateWhateverTheFormatOfItsStore() throws Exception {
        for (var keyStore : new String[] {"client.p12", "client-with-key.pem"}) {
            try (var listener = listen()) {
                var seen = serveOne(listener);
                Connection.open(settings(listener, Optional.of(keyStore))).close();
                assertThat(seen.join()).isEqualTo("CN=client");
            }
        }
    }

    @Test
    void withoutOneItIsTurnedAway() throws Exception {
        try (var listener = listen()) {
            var seen = serveOne(listener);
            assertThatThrownBy(() -> Connection.open(settings(listener, Optional.empty())))
                    .isInstanceOf(FaktoryException.class)
                    .hasMessageContaining("tcp+tls://localhost:" + listener.getLocalPort());
            assertThat(seen.join()).startsWith("nobody");
        }
    }

    @Test
    void aStoreThatHoldsNoKeyIsRefusedAndNotIgnored() throws Exception {
        try (var listener = listen()) {
            assertThatThrownBy(() -> Connection.open(settings(listener, Optional.of("client.pem"))))
                    .isInstanceOf(FaktoryException.class)
                    .hasMessageStartingWith("FAKTORY-112: keyStore " + path("client.pem"))
                    .hasMessageContaining("it holds no private key");
        }
    }
}
