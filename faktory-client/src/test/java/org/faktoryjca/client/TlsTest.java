package org.faktoryjca.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.faktoryjca.CannotConnectException;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.Job;
import org.faktoryjca.OutcomeUnknownException;
import org.faktoryjca.client.settings.Secret;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.client.settings.StoreSettings;
import org.faktoryjca.testing.server.FaktoryProcess;
import org.faktoryjca.testing.server.Fault;
import org.faktoryjca.testing.server.Fault.Direction;
import org.faktoryjca.testing.server.FaultProxy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS with the real server, whose certificate is for {@code localhost} and signed by nobody but itself. */
class TlsTest {
    private static final String OPENS = "changeit";

    @TempDir
    static Path directory;

    private static FaktoryProcess server;

    @BeforeAll
    static void start() throws Exception {
        var builder = RealFaktory.builder();
        Keytool.run(
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-validity",
                "30",
                "-storetype",
                "PKCS12",
                "-keystore",
                path("own.p12"),
                "-storepass",
                OPENS);
        exportPem();
        for (var type : new String[] {"PKCS12", "JKS"}) {
            Keytool.run(
                    "-importcert",
                    "-noprompt",
                    "-alias",
                    "faktory",
                    "-file",
                    path("cert.pem"),
                    "-storetype",
                    type,
                    "-keystore",
                    path("trust." + type),
                    "-storepass",
                    OPENS);
        }
        server = builder.tls(directory.resolve("cert.pem"), directory.resolve("key.pem"))
                .start();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static String path(String name) {
        return directory.resolve(name).toString();
    }

    private static void exportPem() throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance(directory.resolve("own.p12").toFile(), OPENS.toCharArray());
        Files.writeString(
                directory.resolve("cert.pem"),
                pem("CERTIFICATE", store.getCertificate("server").getEncoded()));
        Files.writeString(
                directory.resolve("key.pem"),
                pem("PRIVATE KEY", store.getKey("server", OPENS.toCharArray()).getEncoded()));
    }

    private static String pem(String kind, byte[] bytes) {
        return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(bytes) + "\n-----END " + kind
                + "-----\n";
    }

    private static ServerSettings at(String host) {
        return ServerSettings.at("tcp+tls://" + host + ":" + server.port());
    }

    private static StoreSettings store(String name) {
        return new StoreSettings(path(name), name.endsWith(".pem") ? Optional.empty() : Optional.of(Secret.of(OPENS)));
    }

    @Test
    void aTrustedServerIsTalkedToWhateverTheFormatOfTheStore() {
        for (var format : new String[] {"cert.pem", "trust.PKCS12", "trust.JKS"}) {
            try (var connection = Connection.open(at("localhost").withTrustStore(store(format)))) {
                connection.ping();
                assertThat(connection.isStale()).isFalse();
                connection.ping();
            }
        }
    }

    @Test
    void aServerThatNobodyHasSignedIsRefused() {
        assertThatThrownBy(() -> Connection.open(at("localhost")))
                .isInstanceOf(CannotConnectException.class)
                .hasMessageStartingWith("FAKTORY-105")
                .hasMessageContaining("tcp+tls://localhost:" + server.port())
                .hasMessageContaining("Check trustStore");
    }

    @Test
    void aCertificateForAnotherHostIsRefusedUnlessThatIsAllowed() {
        var settings = at("127.0.0.1").withTrustStore(store("cert.pem"));
        assertThatThrownBy(() -> Connection.open(settings))
                .isInstanceOf(CannotConnectException.class)
                .hasMessageStartingWith("FAKTORY-105")
                .hasMessageContaining("127.0.0.1");
        try (var connection = Connection.open(settings.withVerifyHostname(false))) {
            connection.ping();
        }
    }

    @Test
    void aStoreThatCannotBeReadIsNamedWithoutItsPassword() {
        assertThatThrownBy(() -> Connection.open(at("localhost").withTrustStore(store("missing.p12"))))
                .isInstanceOf(CannotConnectException.class)
                .hasMessageStartingWith("FAKTORY-112")
                .hasMessageContaining("missing.p12");
        var wrong = new StoreSettings(path("trust.PKCS12"), Optional.of(Secret.of("not-this-one")));
        assertThatThrownBy(() -> Connection.open(at("localhost").withTrustStore(wrong)))
                .isInstanceOf(CannotConnectException.class)
                .hasMessageStartingWith("FAKTORY-112")
                .hasMessageNotContaining("not-this-one");
    }

    @Test
    void aPlainClientIsToldThatTheServerMayWantTls() {
        assertThatThrownBy(() -> Connection.open(ServerSettings.at("tcp://localhost:" + server.port())
                        .withConnectTimeout(Duration.ofMillis(500))))
                .isInstanceOf(CannotConnectException.class)
                .hasMessageContaining("tcp+tls://");
    }

    @Test
    void aHugeCommandThatNobodyReadsEndsWithTheTimeOutOverTlsToo() {
        try (var proxy = FaultProxy.before(server)) {
            var settings = ServerSettings.at("tcp+tls://localhost:" + proxy.port())
                    .withTrustStore(store("cert.pem"))
                    .withReadTimeout(Duration.ofMillis(500));
            try (var connection = Connection.open(settings)) {
                proxy.set(Fault.jam().in(Direction.TO_SERVER));
                assertThatThrownBy(() -> connection.push(Job.of("greet", "x".repeat(30_000_000))))
                        .isInstanceOfSatisfying(
                                OutcomeUnknownException.class,
                                e -> assertThat(e.code()).isEqualTo(ErrorCode.READ_TIMEOUT));
                assertThat(connection.isOpen()).isFalse();
            }
        }
    }
}
