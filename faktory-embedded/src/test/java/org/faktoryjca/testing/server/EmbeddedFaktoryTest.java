package org.faktoryjca.testing.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server in memory has beyond the contract. */
class EmbeddedFaktoryTest {

    @Test
    void aFailedJobComesBackWhenItsTimeHasCome() throws IOException {
        try (var server = EmbeddedFaktory.start();
                var client = RawClient.greeted(server)) {
            push(client, "failing-job", "");
            client.ask("FETCH default");
            client.ask("FAIL {\"jid\":\"failing-job\"}");
            server.advance(Duration.ofSeconds(10));
            assertThat(server.retries()).singleElement().asString().contains("failing-job");
            server.advance(Duration.ofSeconds(35));
            assertThat(server.retries()).isEmpty();
            assertThat(server.queued("default")).singleElement().asString().contains("\"retry_count\":0");
        }
    }

    /** n⁴ s and some for the n-th retry: three weeks, or four with the worst luck. */
    @Test
    void aJobThatAlwaysFailsRunsTwentySixTimesInThreeToFourWeeksAndIsDead() throws IOException {
        try (var server = EmbeddedFaktory.start();
                var client = RawClient.greeted(server)) {
            push(client, "hopeless-job", "");
            var begun = server.now();
            var runs = 0;
            while (server.dead().isEmpty()) {
                assertThat(client.ask("FETCH default")).contains("hopeless-job");
                runs++;
                assertThat(client.ask("FAIL {\"jid\":\"hopeless-job\"}")).isEqualTo("+OK");
                while (!server.retries().isEmpty()) {
                    server.advance(Duration.ofSeconds(10));
                }
            }
            assertThat(runs).isEqualTo(26);
            assertThat(Duration.between(begun, server.now())).isBetween(Duration.ofDays(20), Duration.ofDays(28));
        }
    }

    @Test
    void aScheduledJobIsEnqueuedWhenItIsDue() throws IOException {
        try (var server = EmbeddedFaktory.start();
                var client = RawClient.greeted(server)) {
            var at = Instant.now().plusSeconds(3600);
            push(client, "scheduled-job", ",\"at\":\"" + at + "\"");
            push(client, "lost-job", ",\"queue\":\"a b\",\"at\":\"" + at + "\"");
            assertThat(server.scheduled()).hasSize(2);
            server.advance(Duration.ofMinutes(59));
            assertThat(server.scheduled()).hasSize(2);
            server.advance(Duration.ofMinutes(2));
            assertThat(server.scheduled()).isEmpty();
            assertThat(server.queued("default")).singleElement().asString().contains("scheduled-job", "enqueued_at");
        }
    }

    @Test
    void aReservationThatEndsIsAFailure() throws IOException {
        try (var server = EmbeddedFaktory.start();
                var client = RawClient.greeted(server)) {
            push(client, "slow-job", "");
            client.ask("FETCH default");
            server.advance(Duration.ofSeconds(1799));
            assertThat(server.working()).singleElement().asString().contains("slow-job");
            server.advance(Duration.ofSeconds(2));
            assertThat(server.working()).isEmpty();
            assertThat(server.retries())
                    .singleElement()
                    .asString()
                    .contains("\"errtype\":\"ReservationExpired\"", "\"message\":\"Faktory job reservation expired\"");
            assertThat(client.ask("ACK {\"jid\":\"slow-job\"}")).isEqualTo("+OK");
            assertThat(server.retries()).hasSize(1);
        }
    }

    @Test
    void aReservationLastsAMinuteAtLeast() throws IOException {
        try (var server = EmbeddedFaktory.start();
                var client = RawClient.greeted(server)) {
            push(client, "short-job", ",\"reserve_for\":1");
            client.ask("FETCH default");
            server.advance(Duration.ofSeconds(59));
            assertThat(server.working()).hasSize(1);
            server.advance(Duration.ofSeconds(2));
            assertThat(server.working()).isEmpty();
        }
    }

    @Test
    void aWaitingFetchGetsAJobThatFallsDue() throws IOException {
        try (var server = EmbeddedFaktory.start();
                var client = RawClient.greeted(server)) {
            push(client, "falling-due", ",\"at\":\"" + Instant.now().plusSeconds(60) + "\"");
            client.send("FETCH default");
            server.advance(Duration.ofMinutes(2));
            assertThat(client.read()).contains("falling-due");
        }
    }

    @Test
    void aClockThatATestMovesItselfIsFollowed() throws IOException {
        var time = new Object() {
            volatile Instant now = Instant.parse("2030-01-01T00:00:00Z");
        };
        var clock = new Clock() {
            @Override
            public Instant instant() {
                return time.now;
            }

            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
        try (var server = EmbeddedFaktory.builder().clock(clock).start();
                var client = RawClient.greeted(server)) {
            push(client, "future-job", ",\"at\":\"2030-01-02T00:00:00Z\"");
            time.now = Instant.parse("2030-01-03T00:00:00Z");
            Await.until(() -> server.queued("default").size() == 1);
            assertThat(server.queued("default")).singleElement().asString().contains("2030-01-03T00:00:00Z");
        }
    }

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
            push(client, "some-job", ",\"queue\":\"b\"");
            push(client, "other-job", ",\"queue\":\"a\"");
            client.ask("QUEUE PAUSE b");
            client.ask("FETCH a");
            assertThat(server.queues()).isEqualTo(Map.of("a", 0, "b", 1));
            assertThat(server.paused()).containsExactly("b");
            assertThat(server.working()).singleElement().asString().contains("other-job");
        }
    }

    @Test
    void theNumberOfConnectionsCanBeLimited() throws IOException {
        try (var server = EmbeddedFaktory.builder().mostConnections(1).start();
                var first = RawClient.greeted(server);
                var second = RawClient.greeted(server)) {
            assertThat(second.read()).isEqualTo("-ERR too many connections: 2");
            assertThat(second.read()).isEqualTo("closed");
            assertThat(first.ask("PUSHB []")).isEqualTo("{}");
        }
        assertThatThrownBy(() -> EmbeddedFaktory.builder().mostConnections(0))
                .isInstanceOf(IllegalArgumentException.class);
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
    void jsonMayBeNestedAThousandDeepAndNoDeeper() throws IOException {
        try (var server = EmbeddedFaktory.start();
                var client = RawClient.greeted(server)) {
            push(client, "deep-job", ",\"custom\":{\"a\":" + "[".repeat(997) + "]".repeat(997) + "}");
            assertThat(client.ask("FETCH default")).contains("[".repeat(997));
            assertThat(client.ask("PUSHB " + "[".repeat(1_001)))
                    .isEqualTo("-ERR invalid JSON: invalid character '[' exceeded max depth");
            assertThat(client.ask("PUSHB " + "[".repeat(1_000_000)))
                    .isEqualTo("-ERR invalid JSON: invalid character '[' exceeded max depth");
        }
    }

    /** A client may say of a job that it has failed any number of times. */
    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -5, 1_000_000, Long.MAX_VALUE})
    void noCountOfFailuresBreaksAnything(long count) throws IOException {
        try (var server = EmbeddedFaktory.start();
                var client = RawClient.greeted(server)) {
            push(client, "often-failed", ",\"failure\":{\"retry_count\":" + count + ",\"remaining\":" + count + "}");
            client.ask("FETCH default");
            assertThat(client.ask("FAIL {\"jid\":\"often-failed\"}")).isEqualTo("+OK");
            assertThat(server.retries().size() + server.dead().size()).isEqualTo(1);
            assertThat(ServerState.parse("state", server.state().json())).isEqualTo(server.state());
        }
    }

    @Test
    void whoDripsItsHelloIsClosedLikeWhoIsSilent() throws IOException {
        try (var server = EmbeddedFaktory.start();
                var client = RawClient.silent(server)) {
            client.read();
            client.sendWithoutEnd("HELLO ");
            Await.until(() -> {
                client.sendWithoutEnd(" ");
                return client.isClosed();
            });
        }
    }

    @Test
    void countsAreThoseOfInfo() throws IOException {
        try (var server = EmbeddedFaktory.start();
                var client = RawClient.greeted(server)) {
            push(client, "good-job", "");
            push(client, "dead-job", ",\"retry\":-1");
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
    void aLineThatNeverEndsIsCutOff() throws IOException {
        try (var server = EmbeddedFaktory.start();
                var client = RawClient.greeted(server)) {
            var limit = 64 << 20;
            client.sendWithoutEnd("x".repeat(limit + 1));
            assertThat(client.read()).isEqualTo("-ERR command line longer than " + limit + " bytes");
            assertThat(client.read()).isEqualTo("closed");
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

    private static void push(RawClient client, String jid, String more) throws IOException {
        var job = "{\"jid\":\"" + jid + "\",\"jobtype\":\"test\",\"args\":[],\"retry\":25" + more + "}";
        assertThat(client.ask("PUSHB [" + job + "]")).isEqualTo("{}");
    }
}
