package org.faktoryjca.testing.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void closingLeavesNoProcessAndNoFile() {
        var before = ProcessHandle.current().descendants().toList();
        var server = RealServers.named("faktory").start();
        var started = ProcessHandle.current()
                .descendants()
                .filter(process -> !before.contains(process))
                .toList();
        var storage = server.log()
                .lines()
                .filter(line -> line.contains("storage at "))
                .findFirst();
        var directory = Path.of(storage.orElseThrow().replaceAll(".*storage at ([^,]+),.*", "$1"));
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

    @Test
    void whatIsNotOnThePathIsNotFound() {
        assertThat(FaktoryProcess.find("no-such-program")).isEmpty();
        assertThat(FaktoryProcess.find("sh")).isPresent();
    }
}
