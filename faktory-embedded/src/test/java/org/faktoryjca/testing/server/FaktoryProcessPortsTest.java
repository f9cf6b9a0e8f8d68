package org.faktoryjca.testing.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a real server of which another program has a port. */
class FaktoryProcessPortsTest {

    private static final String JOB = "{\"jid\":\"kept-job\",\"jobtype\":\"test\",\"args\":[],\"retry\":25}";

    /** Which greets as the real one does. */
    @ParameterizedTest
    @ValueSource(strings = {"faktory", "faktory-1.9.4"})
    void aPortThatAnotherServerHasIsRefused(String binary) {
        try (var other = EmbeddedFaktory.start()) {
            assertThatThrownBy(RealServers.named(binary).port(other.port())::start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("because another program listens on port " + other.port())
                    .hasMessageContaining("cannot listen on 127.0.0.1:" + other.port());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"faktory", "faktory-1.9.4"})
    void aPortThatIsTakenIsRefusedWithTlsTooAndWhoHasItIsNotSpokenTo(String binary, @TempDir Path directory)
            throws Exception {
        var certificate = TestCertificate.in(directory);
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(RealServers.named(binary)
                            .tls(certificate.pem(), certificate.key())
                            .port(other.getLocalPort())::start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("another program listens on port " + other.getLocalPort());
            other.setSoTimeout(1);
            assertThatThrownBy(other::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void aServerWhosePortWasTakenMeanwhileCannotBeRestartedUntilItIsFree() throws IOException {
        try (var server = RealServers.named("faktory").start()) {
            try (var client = RawClient.greeted(server)) {
                assertThat(client.ask("PUSHB [" + JOB + "]")).isEqualTo("{}");
            }
            server.crash();
            try (var other =
                    EmbeddedFaktory.builder().bind(server.host(), server.port()).start()) {
                assertThatThrownBy(server::restart)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("another program listens on port " + other.port());
                assertThatThrownBy(() -> server.load(ServerState.empty()))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("another program listens on port " + other.port());
                assertThatThrownBy(server::state).hasMessageEndingWith("restart() it first");
            }
            server.restart();
            assertThat(server.state().queued().get("default")).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"faktory", "faktory-1.9.4"})
    void theServersPagesMoveToAnotherPortWhereTheirsWasTaken(String binary) throws Exception {
        try (var server = RealServers.named(binary).start()) {
            var before = URI.create(server.pages());
            assertThat(status(before)).isEqualTo(200);
            server.kill();
            try (var other = new ServerSocket(before.getPort(), 1, InetAddress.getLoopbackAddress())) {
                server.restart();
                assertThat(server.pages()).isNotEqualTo(before.toString());
                assertThat(status(URI.create(server.pages()))).isEqualTo(200);
                assertThat(other.isBound()).isTrue();
            }
        }
    }

    private static int status(URI page) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(page).build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }

    @ParameterizedTest
    @ValueSource(strings = {"faktory", "faktory-1.9.4"})
    void aServerThatCannotShowItsPagesDoesNotCountAsStarted(String binary) throws IOException {
        var files = ProcessFiles.create();
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var command = new ProcessCommand(
                    RealServers.named(binary).binary(),
                    files,
                    Ports.free(),
                    other.getLocalPort(),
                    Optional.empty(),
                    false);
            var before = ProcessHandle.current().descendants().toList();
            assertThatThrownBy(() -> RunningFaktory.start(command))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("another program has just taken port " + other.getLocalPort());
            Await.until(() -> ProcessHandle.current().descendants().allMatch(before::contains));
        } finally {
            files.delete();
        }
    }
}
