package org.faktoryjca.testing.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How much the server in memory holds. */
class EmbeddedCapacityTest {

    private static final int CONNECTIONS = 1_000;

    /** All of them waiting at the same time, each for a queue of its own, and each served. */
    @Test
    void aThousandConnectionsWaitAndAreServed() throws IOException {
        try (var server = EmbeddedFaktory.start();
                var pusher = RawClient.greeted(server)) {
            var clients = new ArrayList<RawClient>();
            try {
                for (var i = 0; i < CONNECTIONS; i++) {
                    clients.add(RawClient.worker(server, "worker-" + i));
                }
                assertThat(server.workers()).hasSize(CONNECTIONS);
                for (var i = 0; i < CONNECTIONS; i++) {
                    clients.get(i).send("FETCH common queue-" + i);
                    push(pusher, i);
                }
                for (var i = 0; i < CONNECTIONS; i++) {
                    assertThat(clients.get(i).read()).contains("\"jid\":\"for-queue-" + i + "\"");
                }
                assertThat(server.working()).hasSize(CONNECTIONS);
            } finally {
                for (var client : clients) {
                    client.close();
                }
            }
            Await.until(() -> server.workers().isEmpty());
        }
    }

    private static void push(RawClient pusher, int i) throws IOException {
        assertThat(pusher.ask("PUSHB [{\"jid\":\"for-queue-" + i + "\",\"jobtype\":\"t\",\"args\":[],\"queue\":\"queue-"
                        + i + "\"}]"))
                .isEqualTo("{}");
    }

    /** In a JVM of its own, which would end with an OutOfMemoryError. */
    @Test
    void aMillionSmallJobsFitIntoAGigabyte() throws IOException, InterruptedException {
        assertThat(fill(1_000_000, "-Xmx1g")).isEqualTo("1000000 jobs held, the first and the last came out");
    }

    private static String fill(int jobs, String memory) throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(List.of(
                        java,
                        memory,
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FillingMain.class.getName(),
                        Integer.toString(jobs)))
                .redirectErrorStream(true)
                .start();
        try {
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
            return said.strip();
        } finally {
            process.destroyForcibly();
        }
    }
}
