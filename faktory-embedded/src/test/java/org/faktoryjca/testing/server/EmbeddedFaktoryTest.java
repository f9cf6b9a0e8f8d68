package org.faktoryjca.testing.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the server in memory has beyond the contract. */
class EmbeddedFaktoryTest {

    @Test
    void workersAreToldToBeQuietAndToStop() throws IOException {
        try (var server = EmbeddedFaktory.start();
                var worker = RawClient.worker(server, "worker-1")) {
            assertThat(server.workers()).containsExactly("worker-1");
            server.quiet();
            assertThat(worker.ask("BEAT {\"wid\":\"worker-1\"}")).isEqualTo("{\"state\":\"quiet\"}");
            server.terminate();
            assertThat(worker.ask("BEAT {\"wid\":\"worker-1\"}")).isEqualTo("{\"state\":\"terminate\"}");
        }
    }

    @Test
    void oneWorkerAloneCanBeTold() throws IOException {
        try (var server = EmbeddedFaktory.start();
                var one = RawClient.worker(server, "worker-1");
                var other = RawClient.worker(server, "worker-2")) {
            server.quiet("worker-1");
            assertThat(one.ask("BEAT {\"wid\":\"worker-1\"}")).isEqualTo("{\"state\":\"quiet\"}");
            assertThat(other.ask("BEAT {\"wid\":\"worker-2\"}")).isEqualTo("+OK");
            server.terminate("worker-1");
            assertThat(one.ask("BEAT {\"wid\":\"worker-1\"}")).isEqualTo("{\"state\":\"terminate\"}");
            assertThat(server.connectedWorkers())
                    .extracting(ConnectedWorker::state)
                    .containsExactly(WorkerState.TERMINATE, WorkerState.RUNNING);
            assertThatThrownBy(() -> server.quiet("worker-3"))
                    .hasMessage("no worker worker-3 is connected; there are [worker-1, worker-2]");
        }
    }

    @Test
    void queuesAndWhichArePausedCanBeRead() throws IOException {
        try (var server = EmbeddedFaktory.start();
                var client = RawClient.greeted(server)) {
            client.push("some-job", ",\"queue\":\"b\"");
            client.push("other-job", ",\"queue\":\"a\"");
            client.ask("QUEUE PAUSE b");
            client.ask("FETCH a");
            assertThat(server.queues()).isEqualTo(Map.of("a", 0, "b", 1));
            assertThat(server.paused()).containsExactly("b");
            assertThat(server.working()).singleElement().asString().contains("other-job");
        }
    }

    @Test
    void itHoldsAStateFromTheStart() throws IOException {
        var state = ServerState.builder()
                .queued(StoredJob.of("mail").jid("from-the-start"))
                .build();
        try (var server = EmbeddedFaktory.builder().state(state).start();
                var client = RawClient.greeted(server)) {
            assertThat(client.ask("FETCH default")).contains("from-the-start");
        }
    }

    @Test
    void countsAreThoseOfInfo() throws IOException {
        try (var server = EmbeddedFaktory.start();
                var client = RawClient.greeted(server)) {
            client.push("good-job", "");
            client.push("dead-job", ",\"retry\":-1");
            client.ask("FETCH default");
            client.ask("FETCH default");
            client.ask("ACK {\"jid\":\"good-job\"}");
            client.ask("FAIL {\"jid\":\"dead-job\"}");
            assertThat(server.processed()).isEqualTo(2);
            assertThat(server.failures()).isEqualTo(1);
            assertThat(server.dead()).singleElement().asString().contains("\"remaining\":-1");
        }
    }

    @Test
    void closingLeavesNoThreadAndNoPort() throws IOException {
        var server = EmbeddedFaktory.start();
        var port = server.port();
        var clients = new ArrayList<RawClient>();
        for (var i = 0; i < 5; i++) {
            clients.add(RawClient.greeted(server));
            clients.get(i).send("FETCH default");
        }
        var threads = threadsOf(port);
        assertThat(threads).hasSize(7);
        server.close();
        server.close();
        for (var client : clients) {
            assertThat(client.read()).isIn("closed", "-ERR redis: client is closed");
            client.close();
        }
        assertThatThrownBy(() -> new Socket("127.0.0.1", port).close()).isInstanceOf(ConnectException.class);
        assertThat(threads).noneMatch(Thread::isAlive);
        EmbeddedFaktory.builder().bind("127.0.0.1", port).start().close();
    }

    @Test
    void aPushWithRetriesLeavesTheDefaultAlone() throws IOException {
        try (var server = EmbeddedFaktory.start();
                var client = RawClient.greeted(server)) {
            var start = "PUSH {\"jid\":\"some-job\",\"jobtype\":\"test\",\"args\":[]";
            assertThat(client.ask(start + ",\"retry\":3}")).isEqualTo("+OK");
            assertThat(client.ask(start + "}")).isEqualTo("+OK");
            assertThat(client.ask("FETCH default")).startsWith("{\"retry\":3,");
            assertThat(client.ask("FETCH default")).startsWith("{\"retry\":25,");
        }
    }

    @Test
    void aTakenPortIsNamed() {
        try (var server = EmbeddedFaktory.start()) {
            var second = EmbeddedFaktory.builder().bind("127.0.0.1", server.port());
            assertThatThrownBy(second::start)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("127.0.0.1:" + server.port());
        }
    }

    @Test
    void theUrlLeadsToTheServer() {
        try (var server = EmbeddedFaktory.builder().bind("0.0.0.0", 0).start()) {
            assertThat(server.url()).isEqualTo("tcp://127.0.0.1:" + server.port());
            assertThat(server.password()).isEqualTo(Optional.empty());
            assertThat(server.description()).isEqualTo("embedded");
        }
    }

    /** All threads of the server with this port. */
    private static List<Thread> threadsOf(int port) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("faktory-(listener|connection|scheduler)-" + port + "\\b.*"))
                .toList();
    }
}
