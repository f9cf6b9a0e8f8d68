package org.faktoryjca.testing.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaktoryProcessTest {

    private static final String JOB = "{\"jid\":\"kept-job\",\"jobtype\":\"test\",\"args\":[],\"retry\":25}";

    @Test
    void jobsAreStillThereAfterARestart() throws IOException {
        try (var server = RealServers.named("faktory").start()) {
            var port = server.port();
            try (var client = RawClient.greeted(server)) {
                assertThat(client.ask("PUSHB [" + JOB + "]")).isEqualTo("{}");
            }
            server.restart();
            assertThat(server.port()).isEqualTo(port);
            try (var client = RawClient.greeted(server)) {
                assertThat(client.ask("FETCH default")).contains("kept-job");
            }
        }
    }

    @Test
    void aKilledServerIsGoneAndCanBeRestarted() throws IOException {
        try (var server = RealServers.named("faktory").start()) {
            try (var client = RawClient.greeted(server)) {
                server.kill();
                assertThat(client.read()).isEqualTo("closed");
            }
            assertThatThrownBy(() -> RawClient.greeted(server)).isInstanceOf(ConnectException.class);
            server.restart();
            try (var client = RawClient.greeted(server)) {
                assertThat(client.ask("PUSHB []")).isEqualTo("{}");
            }
        }
    }

    @Test
    void aServerThatDoesNotRunSaysWhatToDoBeforeItCanCrashOrTellItsState() throws IOException {
        var server = RealServers.named("faktory").start();
        try (server) {
            server.kill();
            assertThatThrownBy(server::crash)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "cannot crash: this server was killed, or has ended by itself (see its log()); restart()"
                                    + " it first");
            assertThatThrownBy(server::state)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("cannot tell its state: this server was killed")
                    .hasMessageEndingWith("restart() it first");
            server.restart();
            assertThat(server.state()).isEqualTo(ServerState.empty());
        }
        for (ThrowingCallable use : List.<ThrowingCallable>of(
                server::crash,
                server::freezeRedis,
                server::thawRedis,
                server::state,
                server::restart,
                () -> server.load(ServerState.empty()))) {
            assertThatThrownBy(use)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("this server was closed, and its files are gone");
        }
    }

    @Test
    void whileItsRedisIsFrozenTheServerAnswersWithTroubleOfItsOwn() throws IOException {
        try (var server = RealServers.named("faktory").start();
                var client = RawClient.greeted(server)) {
            assertThat(client.ask("PUSH " + JOB)).isEqualTo("+OK");
            server.freezeRedis();
            assertThat(client.ask("PUSH " + JOB)).isEqualTo("-ERR context deadline exceeded");
            server.thawRedis();
            server.thawRedis();
            assertThat(client.ask("PUSH " + JOB)).isEqualTo("+OK");
            // It is closed like any other.
            server.freezeRedis();
        }
    }

    @Test
    void anEmptyPasswordIsRefusedByBothKindsOfServers() {
        for (ThrowingCallable use : List.<ThrowingCallable>of(
                () -> RealServers.named("faktory").password(""),
                () -> EmbeddedFaktory.builder().password(""))) {
            assertThatThrownBy(use)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a server's password must not be empty; for a server without one, set none");
        }
    }

    @Test
    void closingLeavesNoProcessAndNoFile() {
        var before = ProcessHandle.current().descendants().toList();
        var server = RealServers.named("faktory").start();
        var started = ProcessHandle.current()
                .descendants()
                .filter(process -> !before.contains(process))
                .toList();
        var directory = server.storage();
        assertThat(started).hasSizeGreaterThanOrEqualTo(2);
        assertThat(directory).exists();
        assertThat(server.description()).isEqualTo("Faktory 1.10.0 (process)");
        server.close();
        server.close();
        assertThat(started).noneMatch(ProcessHandle::isAlive);
        assertThat(directory.getParent()).doesNotExist();
    }

    @Test
    void aServerThatEndsAtOnceIsReportedWithItsLog(@TempDir Path directory) throws IOException {
        var binary = directory.resolve("broken");
        Files.writeString(binary, "#!/bin/sh\necho no redis here\nexit 3\n");
        Files.setPosixFilePermissions(binary, PosixFilePermissions.fromString("rwx------"));
        assertThatThrownBy(FaktoryProcess.builder(binary)::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ended with exit code 3")
                .hasMessageContaining("no redis here");
    }

    @ParameterizedTest
    @ValueSource(strings = {"faktory", "faktory-1.9.4"})
    void jobsReservationsAndSetsSurviveARestart(String binary) throws IOException, GeneralSecurityException {
        try (var server = RealServers.named(binary).password("secret").start()) {
            var storage = server.storage();
            assertThat(storage.resolve("redis.sock")).exists();
            try (var client = greeted(server)) {
                assertThat(client.ask("PUSHB [" + JOB + "," + JOB.replace("kept-job", "held-job") + ","
                                + JOB.replace("25", "25,\"at\":\"2090-01-01T00:00:00Z\"") + "]"))
                        .isEqualTo("{}");
                assertThat(client.ask("FETCH default")).contains("kept-job");
            }
            server.restart();
            assertThat(server.storage()).isEqualTo(storage);
            try (var client = greeted(server)) {
                var sets = client.askJson("INFO").getAsJsonObject("faktory").get("sets");
                assertThat(sets).hasToString("{\"dead\":0,\"retries\":0,\"scheduled\":1,\"working\":1}");
                assertThat(client.ask("FETCH default")).contains("held-job");
                assertThat(client.ask("FAIL {\"jid\":\"kept-job\"}")).isEqualTo("+OK");
            }
        }
    }

    private static RawClient greeted(FaktoryProcess server) throws IOException, GeneralSecurityException {
        var client = RawClient.silent(server);
        var hi = RawClient.json(client.read().substring("+HI ".length()));
        var hash = RawClient.hash(
                server.password().orElseThrow(),
                hi.get("s").getAsString(),
                hi.get("i").getAsInt());
        assertThat(client.ask("HELLO {\"v\":2,\"pwdhash\":\"" + hash + "\"}")).isEqualTo("+OK");
        return client;
    }

    /** With an exit of its own, and on SIGTERM. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nothingOutlivesAProgramThatDoesNotCloseItsServer(boolean killed) throws Exception {
        RealServers.named("faktory");
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = List.of(
                java,
                "-cp",
                System.getProperty("java.class.path"),
                LeavingMain.class.getName(),
                killed ? "wait" : "leave");
        var program = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var out = program.inputReader()) {
            var storage = Path.of(out.readLine());
            var children = new ArrayList<ProcessHandle>();
            for (var line = out.readLine(); !line.isEmpty(); line = out.readLine()) {
                ProcessHandle.of(Long.parseLong(line)).ifPresent(children::add);
            }
            assertThat(children).hasSizeGreaterThanOrEqualTo(killed ? 2 : 0);
            if (killed) {
                program.destroy();
            }
            assertThat(program.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(children).noneMatch(ProcessHandle::isAlive);
            assertThat(storage.getParent()).doesNotExist();
        } finally {
            program.destroyForcibly();
        }
    }

    @Test
    void itsPortsAreBelowThoseThatSystemsGiveToConnections() {
        assertThat(Stream.generate(Ports::free).limit(50))
                .doesNotHaveDuplicates()
                .allMatch(port -> port >= 10_000 && port < 32_000);
    }

    @Test
    void whatIsNotOnThePathIsNotFound() {
        assertThat(FaktoryProcess.find("no-such-program")).isEmpty();
        assertThat(FaktoryProcess.find("sh")).isPresent();
    }
}
