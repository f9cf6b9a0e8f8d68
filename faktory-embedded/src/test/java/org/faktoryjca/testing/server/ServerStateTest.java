package org.faktoryjca.testing.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The form in which a server's state is written down. */
class ServerStateTest {

    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final String FILE = """
            {
              "queued": {
                "images": [
                  {"jobtype": "thumbnail", "args": [7, 200.0]},
                  {"jobtype": "crop", "args": [{"x": 1}], "jid": "first-crop", "retry": 3, "enqueued_at": "10m ago"}
                ],
                "default": []
              },
              "scheduled": [
                {"jobtype": "later", "args": [], "at": "in 2h"},
                {"jobtype": "mail", "args": ["a@example.org"], "at": "in 1h30m"}
              ],
              "retrying": [
                {"jobtype": "mail", "due": "in 30s",
                 "failure": {"errtype": "IOException", "message": "no route to host", "retry_count": 2}}
              ],
              "dead": [{"jobtype": "mail", "failure": {"message": "no such user"}}],
              "reserved": [{"jobtype": "mail", "wid": "gone", "since": "10m ago", "until": "in 20m"}],
              "paused": ["images", "unheard-of"]
            }
            """;

    @Test
    void aJobWithoutATypeIsRefusedAsInTheJsonForm() {
        assertThatThrownBy(() -> StoredJob.of(""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a job needs a type");
        assertThatThrownBy(() -> ServerState.parse("state", "{\"dead\":[{\"jobtype\":\"\"}]}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("dead[0].jobtype must not be empty");
    }

    @Test
    void whatIsLeftOutIsFilledInAndTimesCountFromLoading() {
        var state = ServerState.parse("file", FILE).resolved(NOW);
        assertThat(state.queued()).containsOnlyKeys("images", "default", "unheard-of");
        var images = state.queued().get("images");
        assertThat(images.get(0).jid().orElseThrow()).hasSize(24);
        assertThat(images.get(0).args()).isEqualTo("[7,200]");
        assertThat(images.get(1).wire())
                .isEqualTo("{\"retry\":3,\"jid\":\"first-crop\",\"queue\":\"images\",\"jobtype\":\"crop\","
                        + "\"created_at\":\"2030-01-01T00:00:00Z\",\"enqueued_at\":\"2029-12-31T23:50:00Z\","
                        + "\"args\":[{\"x\":1}]}");
        assertThat(state.scheduled()).extracting(StoredJob::jobtype).containsExactly("mail", "later");
        var retrying = state.retrying().get(0);
        assertThat(retrying.until()).contains(When.at(NOW.plusSeconds(30)));
        assertThat(retrying.job().wire())
                .contains("\"failure\":{\"failed_at\":\"2030-01-01T00:00:00Z\",\"next_at\":\"2030-01-01T00:00:30Z\","
                        + "\"message\":\"no route to host\",\"errtype\":\"IOException\",\"retry_count\":2,"
                        + "\"remaining\":23}");
        var dead = state.dead().get(0);
        assertThat(dead.until()).contains(When.at(NOW.plus(Duration.ofDays(180))));
        assertThat(dead.job().wire())
                .contains("\"message\":\"no such user\",\"errtype\":\"unknown\",\"retry_count\":25,\"remaining\":0}");
        var reserved = state.reserved().get(0);
        assertThat(reserved.since()).contains(When.at(NOW.minusSeconds(600)));
        assertThat(reserved.until()).contains(When.at(NOW.plusSeconds(1200)));
    }

    @Test
    void theBuilderSaysTheSame() {
        var built = ServerState.builder()
                .queue("images", List.of(StoredJob.of("thumbnail", 7, 200.0)))
                .queued(StoredJob.of("crop", Map.of("x", 1))
                        .queue("images")
                        .jid("first-crop")
                        .retry(3)
                        .enqueuedAt(When.parse("10m ago")))
                .queue("default", List.of())
                .scheduled(StoredJob.of("later").at(When.in(Duration.ofHours(2))))
                .scheduled(StoredJob.of("mail", "a@example.org").at(When.in(Duration.ofMinutes(90))))
                .retrying(
                        StoredJob.of("mail")
                                .failure(StoredFailure.of("IOException", "no route to host")
                                        .retryCount(2)),
                        When.in(Duration.ofSeconds(30)))
                .dead(StoredJob.of("mail").failure(StoredFailure.of("unknown", "no such user")))
                .reserved(new ReservedJob(
                        StoredJob.of("mail"),
                        Optional.of("gone"),
                        Optional.of(When.ago(Duration.ofMinutes(10))),
                        Optional.of(When.in(Duration.ofMinutes(20)))))
                .pause("images")
                .pause("unheard-of")
                .build();
        var read = ServerState.parse("file", FILE.replace("{\"message\"", "{\"errtype\": \"unknown\", \"message\""));
        // The one thing in which they differ: the builder's job names the queue that it is put into.
        assertThat(ServerState.parse("file", built.json().replace("\"queue\": \"images\",", "")))
                .isEqualTo(read);
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        var state = ServerState.parse("file", FILE);
        assertThat(ServerState.parse("again", state.json())).isEqualTo(state);
        var resolved = state.resolved(NOW);
        assertThat(ServerState.parse("again", resolved.json())).isEqualTo(resolved);
        assertThat(resolved.resolved(NOW.plusSeconds(5))).isEqualTo(resolved);
    }

    @Test
    void argumentsMayBeAnythingThatIsPlain() {
        assertThat(StoredJob.of("t", "é<", 1, 1.5, true, null, Arrays.asList(1, null), Map.of("a", 1L))
                        .args())
                .isEqualTo("[\"é\\u003c\",1,1.5,true,null,[1,null],{\"a\":1}]");
        assertThatThrownBy(() -> StoredJob.of("t", NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.time.Instant");
        assertThatThrownBy(() -> StoredJob.of("t", 9007199254740993L)).hasMessageContaining("write it as a text");
    }

    @ParameterizedTest
    @CsvSource({
        "now, now",
        "in 5m, in 5m",
        "in  90s, in 1m30s",
        "1h30m ago, 1h30m ago",
        "in 1d, in 1d",
        "in 10ms, in 10ms",
        "2030-01-01T01:00:00+01:00, 2030-01-01T00:00:00Z"
    })
    void aTimeIsFixedOrCountsFromLoading(String text, String normal) {
        assertThat(When.parse(text)).hasToString(normal);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[] | f: must be an object, {…}, and not []",
                "{ | f is no JSON: unexpected end of JSON input",
                "{\"queue\":{}} | f: there is no \"queue\" here; there are queued, scheduled, retrying, dead, reserved, paused",
                "{\"queued\":[]} | f: queued must be an object, {…}, and not []",
                "{\"queued\":{\"a b\":[]}} | f: queued has a queue with a bad name: cannot get \"a b\" queue",
                "{\"queued\":{\"a\":{}}} | f: queued.a must be a list, […], and not {}",
                "{\"queued\":{\"a\":[{}]}} | f: queued.a[0] needs \"jobtype\"",
                "{\"queued\":{\"a\":[{\"jobtype\":\"t\",\"queue\":\"b\"}]}} | f: queued.a[0] says that its queue is \"b\", and stands under \"a\"",
                "{\"queued\":{\"a\":[{\"jobtype\":5}]}} | f: queued.a[0].jobtype must be a text and not 5",
                "{\"queued\":{\"a\":[{\"jobtype\":\"t\",\"arg\":[]}]}} | f: queued.a[0] there is no \"arg\" here",
                "{\"queued\":{\"a\":[{\"jobtype\":\"t\",\"args\":5}]}} | f: queued.a[0].args must be a list of arguments, […], and not 5",
                "{\"queued\":{\"a\":[{\"jobtype\":\"t\",\"args\":[9007199254740993]}]}} | f: queued.a[0].args is wrong: 9007199254740993 is beyond 2^53",
                "{\"queued\":{\"a\":[{\"jobtype\":\"t\",\"jid\":\"short\"}]}} | f: queued.a[0].jid must have 8 characters at least",
                "{\"queued\":{\"a\":[{\"jobtype\":\"t\",\"retry\":1.5}]}} | f: queued.a[0].retry must be a whole number and not 1.5",
                "{\"queued\":{\"a\":[{\"jobtype\":\"t\",\"reserve_for\":86401}]}} | f: queued.a[0].reserve_for must be at most one day",
                "{\"scheduled\":[{\"jobtype\":\"t\"}]} | f: scheduled[0] is scheduled and needs \"at\"",
                "{\"scheduled\":[{\"jobtype\":\"t\",\"at\":\"soon\"}]} | f: scheduled[0].at is wrong: \"soon\" is no time; write 2030-01-01T00:00:00Z",
                "{\"dead\":[{\"jobtype\":\"t\",\"failure\":{\"x\":1}}]} | f: dead[0].failure there is no \"x\" here; there are errtype, message",
                "{\"dead\":[{\"jobtype\":\"t\",\"due\":\"now\"}]} | f: dead[0] there is no \"due\" here",
                "{\"paused\":[\"a\",\"a b\"]} | f: paused[1] is a queue with a bad name: cannot get \"a b\" queue",
                "{\"queued\":{},\"dead\":[],\"queued\":{}} | f: \"queued\" stands twice in one object",
                "{\"queued\":{\"a\":[],\"a\":[]}} | f: \"a\" stands twice in one object",
                "{\"dead\":[{\"jobtype\":\"t\",\"jobtype\":\"t\"}]} | f: \"jobtype\" stands twice in one object",
                "{\"paused\":\"a\"} | f: paused must be a list, […], and not \"a\""
            })
    void aMistakeIsNamedWithItsPlaceAndWhatBelongsThere(String json, String message) {
        assertThatThrownBy(() -> ServerState.parse("f", json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "ü", "*"})
    void aQueueThatFaktoryRefusesIsRefusedHereToo(String name) {
        for (var builder : List.of(
                ServerState.builder().pause(name),
                ServerState.builder().queue(name, List.of()),
                ServerState.builder().queued(StoredJob.of("t").queue(name)))) {
            assertThatThrownBy(builder::build)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("cannot get \"" + name + "\" queue: queue names must match");
        }
    }

    @Test
    void aFileIsNamedInWhatIsSaidOfIt(@TempDir Path directory) throws IOException {
        var file = directory.resolve("orders.json");
        assertThatThrownBy(() -> ServerState.read(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("orders.json");
        Files.writeString(file, "{\"dead\":5}");
        assertThatThrownBy(() -> ServerState.read(file)).hasMessageContaining("orders.json: dead must be a list");
        Files.writeString(file, FILE);
        assertThat(ServerState.read(file)).isEqualTo(ServerState.parse("file", FILE));
    }

    @Test
    void aServerHoldsWhatWasLoadedAndGivesItBack() throws IOException {
        try (var server = EmbeddedFaktory.start();
                var client = RawClient.greeted(server)) {
            client.ask("PUSHB [{\"jid\":\"replaced-job\",\"jobtype\":\"t\",\"args\":[]}]");
            var state = ServerState.parse("file", FILE).resolved(Instant.now());
            server.load(state);
            assertThat(server.state().queued().keySet()).containsExactly("default", "images", "unheard-of");
            assertThat(ServerState.parse("again", server.state().json())).isEqualTo(server.state());
            assertThat(server.state().scheduled()).isEqualTo(state.scheduled());
            assertThat(server.state().retrying()).isEqualTo(state.retrying());
            assertThat(server.state().dead()).isEqualTo(state.dead());
            assertThat(server.state().reserved()).isEqualTo(state.reserved());
            assertThat(server.state().paused()).isEqualTo(state.paused());
            assertThat(server.state().queued().get("images"))
                    .isEqualTo(state.queued().get("images"));
            client.ask("QUEUE RESUME images");
            assertThat(client.ask("FETCH images"))
                    .isEqualTo(state.queued().get("images").get(0).wire());
            // It ended 20 minutes after loading; its retry is due 15 s later at the earliest.
            server.advance(Duration.ofMinutes(20).plusSeconds(5));
            assertThat(server.retries()).singleElement().asString().contains("ReservationExpired");
        }
    }
}
