package org.faktoryjca.testing.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

    private static final int SIGTERM = 143;

    @Test
    void itSaysWhereItListensAndRunsUntilKilled() throws IOException, InterruptedException {
        var process = start("--bind", "127.0.0.1:0", "--password", "secret");
        try (var out = output(process)) {
            assertThat(out.readLine())
                    .matches("faktory \\(in memory\\) listens on tcp://127\\.0\\.0\\.1:\\d+; Ctrl-C ends it");
            process.destroy();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(SIGTERM);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void workersAreToldToBeQuietAndToTerminateByOrdersOnItsInput() throws IOException, InterruptedException {
        var process = start("--bind", "127.0.0.1:0");
        try (var out = output(process);
                var orders = process.outputWriter()) {
            var port = Integer.parseInt(out.readLine().replaceAll("[^;]*:(\\d+);.*", "$1"));
            try (var proxy = FaultProxy.before("127.0.0.1", port);
                    var worker = RawClient.worker(proxy, "worker-to-quiet")) {
                var beat = "BEAT {\"wid\":\"worker-to-quiet\"}";
                assertThat(worker.ask(beat)).isEqualTo("+OK");
                orders.write("quiet\n");
                orders.flush();
                Await.until(() -> worker.ask(beat).contains("quiet"));
                orders.write("dance\nterminate\n");
                orders.flush();
                assertThat(out.readLine()).isEqualTo("unknown order dance; there are: quiet, terminate");
                Await.until(() -> worker.ask(beat).contains("terminate"));
            }
        } finally {
            process.destroyForcibly();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void itSpeaksTlsAndHoldsAState(@TempDir Path directory) throws Exception {
        var certificate = TestCertificate.in(directory);
        var state = directory.resolve("orders.json");
        Files.writeString(state, "{\"queued\":{\"default\":[{\"jobtype\":\"mail\",\"jid\":\"from-a-file\"}]}}");
        var process = start("--bind", "127.0.0.1:0", "--tls", directory.toString(), "--state", state.toString());
        try (var out = output(process)) {
            var line = out.readLine();
            assertThat(line).startsWith("faktory (in memory) listens on tcp+tls://127.0.0.1:");
            var port = Integer.parseInt(line.replaceAll(".*:(\\d+);.*", "$1"));
            try (var client = RawClient.over(certificate.connect(port))) {
                client.read();
                assertThat(client.ask("HELLO {\"v\":2}")).isEqualTo("+OK");
                assertThat(client.ask("FETCH default")).contains("from-a-file");
            }
        } finally {
            process.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h"})
    void itHelps(String argument) throws IOException, InterruptedException {
        var process = start(argument);
        try (var out = output(process)) {
            assertThat(out.lines().toList())
                    .hasSize(6)
                    .startsWith(
                            "usage: [--bind HOST:PORT] [--password PASSWORD] [--tls DIRECTORY] [--state FILE] [--help]")
                    .anyMatch(line -> line.contains("public.cert.pem and private.key.pem"));
            assertThat(process.waitFor()).isZero();
        }
    }

    @Test
    void aFileThatCannotBeUsedIsNamed(@TempDir Path directory) throws IOException, InterruptedException {
        var state = directory.resolve("orders.json");
        assertFails("cannot read the state " + state + ": there is no such file", "--state", state.toString());
        Files.write(state, new byte[] {'"', (byte) 0xff, '"'});
        assertFails("cannot read the state " + state + ": it is no text in UTF-8", "--state", state.toString());
        Files.writeString(state, "{\"dead\":[{}]}");
        assertFails(state + ": dead[0] needs \"jobtype\"", "--state", state.toString());
        assertFails("cannot read " + directory.resolve("public.cert.pem"), "--tls", directory.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "--bind 127.0.0.1:0 --bind 127.0.0.1:0, --bind is given twice",
        "--port 1, unknown argument --port",
        "--bind, --bind needs a value",
        "--password --tls here, --password needs a value",
        "--bind here, '--bind needs HOST:PORT, not here'",
        "--bind x:99999, '--bind needs HOST:PORT, not x:99999'"
    })
    void argumentsThatMakeNoSenseAreNamed(String arguments, String message) throws IOException, InterruptedException {
        assertFails(message, arguments.split(" "));
    }

    @Test
    void withoutAHostItListensOnAllAddressesAndSaysSo() throws IOException {
        var process = start("--bind", ":0");
        try (var out = output(process)) {
            assertThat(out.readLine())
                    .matches("faktory \\(in memory\\) listens on tcp://127\\.0\\.0\\.1:\\d+; "
                            + "on this machine's other addresses too; Ctrl-C ends it");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aTakenPortIsNamed() throws IOException, InterruptedException {
        try (var server = EmbeddedFaktory.start()) {
            var address = "127.0.0.1:" + server.port();
            assertFails("cannot listen on " + address, "--bind", address);
        }
    }

    private static void assertFails(String message, String... arguments) throws IOException, InterruptedException {
        var process = start(arguments);
        try (var out = output(process)) {
            assertThat(out.lines().toList()).singleElement().asString().startsWith(message);
            assertThat(process.waitFor()).isEqualTo(2);
        } finally {
            process.destroyForcibly();
        }
    }

    private static BufferedReader output(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    private static Process start(String... arguments) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command =
                new ArrayList<>(List.of(java, "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
