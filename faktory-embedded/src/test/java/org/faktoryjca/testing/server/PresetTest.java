package org.faktoryjca.testing.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A state that is loaded is the state that is there: in memory and on the real servers. */
class PresetTest {
    private static final Instant NOW = Instant.now();

    private LoadableServer server;

    private void start(String kind) {
        server = kind.equals("embedded")
                ? EmbeddedFaktory.start()
                : RealServers.named(kind).start();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static ServerState everything() {
        var failure = StoredFailure.of("java.io.IOException", "no <route> to \"host\"")
                .retryCount(2)
                .backtrace(List.of("one", "two"))
                .failedAt(When.ago(Duration.ofHours(1)));
        return ServerState.builder()
                .queued(
                        StoredJob.of("thumbnail", 7, 200).jid("images-one").queue("images"),
                        StoredJob.of("thumbnail", 8, 1.5)
                                .jid("images-two")
                                .queue("images")
                                .custom("{\"b\": 1.0, \"a\": \"é\"}"),
                        StoredJob.of("crop", List.of("x"))
                                .jid("images-three")
                                .queue("images")
                                .retry(3)
                                .reserveFor(90),
                        StoredJob.of("mail").jid("default-one").failure(failure))
                .queue("empty", List.of())
                .scheduled(StoredJob.of("mail", "later").jid("later-two").at(When.in(Duration.ofHours(2))))
                .scheduled(StoredJob.of("mail", "sooner").jid("later-one").at(When.in(Duration.ofHours(1))))
                .retrying(StoredJob.of("mail").jid("retry-two").failure(failure), When.in(Duration.ofMinutes(30)))
                .retrying(StoredJob.of("mail").jid("retry-one").failure(failure), When.in(Duration.ofMinutes(10)))
                .dead(StoredJob.of("mail")
                        .jid("buried-one")
                        .queue("images")
                        .retry(2)
                        .failure(failure))
                .reserved(new ReservedJob(
                        StoredJob.of("crop", 9).jid("held-one").queue("images"),
                        Optional.of("gone-worker"),
                        Optional.of(When.ago(Duration.ofMinutes(10))),
                        Optional.of(When.in(Duration.ofMinutes(20)))))
                .pause("images")
                .pause("idle")
                .build();
    }

    /** To the second: the real server's Redis keeps a float of some times. */
    private static ServerState toTheSecond(ServerState state) {
        return ServerState.parse("state", state.json().replaceAll("(T\\d\\d:\\d\\d:\\d\\d)\\.\\d+Z", "$1Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "faktory", "faktory-1.9.4"})
    void whatIsLoadedIsThere(String kind) {
        start(kind);
        var state = everything().resolved(Instant.ofEpochSecond(NOW.getEpochSecond()));

        server.load(state);

        assertThat(toTheSecond(server.state())).isEqualTo(toTheSecond(state));
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "faktory", "faktory-1.9.4"})
    void aServerGoesOnFromWhatWasLoaded(String kind) throws Exception {
        start(kind);
        server.load(everything());

        try (var client = RawClient.greeted(server)) {
            assertThat(client.ask("FETCH default")).contains("\"jid\":\"default-one\"", "no \\u003croute\\u003e");
            assertThat(client.ask("ACK {\"jid\":\"default-one\"}")).isEqualTo("+OK");
            assertThat(client.ask("QUEUE RESUME images")).isEqualTo("+OK");
            assertThat(client.ask("FETCH images")).contains("\"jid\":\"images-one\"");
            assertThat(client.ask("FETCH images")).contains("\"jid\":\"images-two\"");
            assertThat(client.ask("FAIL {\"jid\":\"held-one\",\"errtype\":\"E\",\"message\":\"late\"}"))
                    .isEqualTo("+OK");
            assertThat(client.ask(
                            "MUTATE {\"cmd\":\"requeue\",\"target\":\"dead\",\"filter\":{\"jids\":[\"buried-one\"]}}"))
                    .isEqualTo("+OK");
        }

        // Nothing to wait for: the server says OK when the retry is stored, as the test below shows.
        var state = server.state();
        assertThat(jids(state.queued().get("images"))).containsExactly("images-three", "buried-one");
        assertThat(state.queued().get("default")).isEmpty();
        assertThat(jids(state.scheduled())).containsExactly("later-one", "later-two");
        assertThat(jids(state.retrying().stream().map(TimedJob::job).toList()))
                .containsExactlyInAnyOrder("retry-one", "retry-two", "held-one");
        assertThat(jids(state.reserved().stream().map(ReservedJob::job).toList()))
                .containsExactlyInAnyOrder("images-one", "images-two");
        assertThat(state.dead()).isEmpty();
        assertThat(state.paused()).containsExactly("idle");
    }

    /** Or else a state that is read after the OK would have to be awaited. */
    @ParameterizedTest
    @ValueSource(strings = {"faktory", "faktory-1.9.4"})
    void aRealServerSaysOkToAFailOnlyIfTheRetryIsStored(String kind) throws Exception {
        try (var real = RealServers.named(kind).start()) {
            real.load(ServerState.builder()
                    .reserved(ReservedJob.of(StoredJob.of("mail").jid("held-one")))
                    .build());
            try (var client = RawClient.greeted(real);
                    var redis = RedisSocket.open(real.storage().resolve("redis.sock"))) {
                redis.command("ACL", "SETUSER", "default", "-zadd");
                assertThat(client.ask("FAIL {\"jid\":\"held-one\",\"errtype\":\"E\",\"message\":\"late\"}"))
                        .startsWith("-ERR NOPERM");
            }
            assertThat(real.state().retrying()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "faktory"})
    void anotherLoadLeavesNothingOfTheOneBefore(String kind) throws Exception {
        start(kind);
        server.load(everything());
        server.load(ServerState.builder()
                .queued(StoredJob.of("only").jid("the-only-one"))
                .build());

        assertThat(server.state().queued().keySet()).containsExactly("default");
        assertThat(server.state().paused()).isEmpty();
        try (var client = RawClient.greeted(server)) {
            assertThat(client.ask("FAIL {\"jid\":\"held-one\",\"errtype\":\"E\",\"message\":\"late\"}"))
                    .contains("not found");
            assertThat(client.ask("FETCH images default")).contains("the-only-one");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "faktory", "faktory-1.9.4"})
    void jobsOfTheSameTimeKeepTheirOrder(String kind) {
        start(kind);
        var state = ServerState.builder();
        for (var number : List.of(3, 1, 2)) {
            state.dead(StoredJob.of("mail").jid("dead-number-" + number));
            state.scheduled(StoredJob.of("mail")
                    .jid("later-number-" + number)
                    .at(When.at(Instant.parse("2040-01-01T00:00:00Z"))));
        }

        server.load(state.build());

        assertThat(jids(server.state().dead().stream().map(TimedJob::job).toList()))
                .containsExactly("dead-number-3", "dead-number-1", "dead-number-2");
        assertThat(jids(server.state().scheduled()))
                .containsExactly("later-number-3", "later-number-1", "later-number-2");
    }

    /** Whoever holds them: some that were loaded, and one fetched afterwards. */
    @ParameterizedTest
    @ValueSource(strings = {"embedded", "faktory", "faktory-1.9.4"})
    void reservedJobsComeInTheOrderInWhichTheirReservationsEnd(String kind) throws Exception {
        start(kind);
        var state = ServerState.builder()
                .queued(StoredJob.of("mail").jid("held-for-3m").reserveFor(180));
        for (var minutes : List.of(5, 1, 30, 4)) {
            state.reserved(new ReservedJob(
                    StoredJob.of("mail").jid("held-for-" + minutes + "m"),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(When.in(Duration.ofMinutes(minutes)))));
        }

        server.load(state.build());
        try (var client = RawClient.greeted(server)) {
            assertThat(client.ask("FETCH default")).contains("held-for-3m");
        }

        assertThat(jids(server.state().reserved().stream().map(ReservedJob::job).toList()))
                .containsExactly("held-for-1m", "held-for-3m", "held-for-4m", "held-for-5m", "held-for-30m");
        assertThat(jids(state.build().resolved(NOW).reserved().stream()
                        .map(ReservedJob::job)
                        .toList()))
                .containsExactly("held-for-1m", "held-for-4m", "held-for-5m", "held-for-30m");
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "faktory", "faktory-1.9.4"})
    void jobsWhoseReservationsEndTogetherCanAllBeReported(String kind) throws Exception {
        start(kind);
        var end = Optional.of(When.at(NOW.plusSeconds(1200)));
        var state = ServerState.builder();
        for (var jid : List.of("held-to-ack", "held-to-fail", "held-to-keep", "held-to-fail-too")) {
            state.reserved(new ReservedJob(StoredJob.of("mail").jid(jid), Optional.empty(), Optional.empty(), end));
        }

        server.load(state.build());
        try (var client = RawClient.greeted(server)) {
            assertThat(client.ask("ACK {\"jid\":\"held-to-ack\"}")).isEqualTo("+OK");
            for (var jid : List.of("held-to-fail", "held-to-fail-too")) {
                assertThat(client.ask("FAIL {\"jid\":\"" + jid + "\",\"errtype\":\"E\",\"message\":\"late\"}"))
                        .isEqualTo("+OK");
            }
        }

        assertThat(jids(server.state().reserved().stream().map(ReservedJob::job).toList()))
                .containsExactly("held-to-keep");
        assertThat(jids(server.state().retrying().stream().map(TimedJob::job).toList()))
                .containsExactlyInAnyOrder("held-to-fail", "held-to-fail-too");
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "faktory", "faktory-1.9.4"})
    void aRetryingJobOfWhichNoTimeIsSaidWaitsAsLongAsARetryDoes(String kind) {
        start(kind);
        var before = Instant.now();

        server.load(ServerState.parse(
                "state",
                "{\"retrying\": [{\"jobtype\": \"mail\", \"jid\": \"failed-thrice\", \"failure\": {\"retry_count\": 2}},"
                        + " {\"jobtype\": \"mail\", \"jid\": \"failed-once\"}]}"));

        var after = Instant.now();
        var retrying = server.state().retrying();
        assertThat(jids(retrying.stream().map(TimedJob::job).toList())).containsExactly("failed-once", "failed-thrice");
        var dues = retrying.stream()
                .map(job -> job.until().orElseThrow().from(before))
                .toList();
        assertThat(dues.get(0)).isBetween(before.plusMillis(43_999), after.plusSeconds(44));
        assertThat(dues.get(1)).isBetween(before.plusMillis(117_999), after.plusSeconds(118));
    }

    private static List<String> jids(List<StoredJob> jobs) {
        return jobs.stream().map(job -> job.jid().orElseThrow()).toList();
    }
}
