package org.faktoryjca.testing.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every work server does: the one in memory as the real ones. Where they differ from the protocol's specification,
 * the real ones are right, since clients meet those.
 *
 * <p>INFO is asked for only while nothing is pushed: the real server may crash otherwise.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ContractTest {

    private static final String PASSWORD = "pass wörd/:@";
    private static final AtomicInteger NEXT_JID = new AtomicInteger();

    private WorkServer server;
    private RawClient client;

    abstract WorkServer start();

    abstract WorkServer start(String password);

    @BeforeAll
    void startServer() {
        server = start();
    }

    @AfterAll
    void stopServer() {
        // Absent when the test was skipped.
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void connect() throws IOException {
        client = RawClient.greeted(server);
        assertThat(client.ask("FLUSH")).isEqualTo("+OK");
    }

    @AfterEach
    void disconnect() throws IOException {
        client.close();
    }

    // Handshake

    @Test
    void greetsWithTheProtocolsVersion() throws IOException {
        try (var silent = RawClient.silent(server)) {
            assertThat(silent.read()).isEqualTo("+HI {\"v\":2}");
        }
    }

    @Test
    void closesWithoutAWordWhenNoHelloComesWithinTwoSeconds() throws IOException {
        try (var silent = RawClient.silent(server)) {
            silent.read();
            var start = System.nanoTime();
            assertThat(silent.read()).isEqualTo("closed");
            assertThat(elapsed(start)).isBetween(Duration.ofMillis(1_800), Duration.ofSeconds(6));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello {\"v\":2}",
                "HELLO",
                "HELLO {",
                "HELLO []",
                "HELLO  {\"v\":2}",
                "HELLO {\"v\":\"2\"}",
                "HELLO {\"v\":2} x",
                "PUSH {}",
                "END",
                ""
            })
    void closesWithoutAWordOnAMalformedHello(String hello) throws IOException {
        try (var silent = RawClient.silent(server)) {
            silent.read();
            assertThat(silent.ask(hello)).isEqualTo("closed");
        }
    }

    @Test
    void helloIsNoCommandOnceGreeted() throws IOException {
        assertThat(client.ask("HELLO {\"v\":2}")).isEqualTo("-ERR unknown command HELLO");
    }

    @Test
    void endClosesWithoutAReply() throws IOException {
        assertThat(client.ask("END")).isEqualTo("closed");
    }

    @Test
    void asksForThePasswordAndTakesTheRightOneOnly() throws IOException, NoSuchAlgorithmException {
        try (var guarded = start(PASSWORD)) {
            assertThat(guarded.url()).isEqualTo("tcp://:pass%20w%C3%B6rd%2F%3A%40@127.0.0.1:" + guarded.port());
            for (var hello : new String[] {"HELLO {\"v\":2}", "HELLO {\"v\":2,\"pwdhash\":\"00\"}"}) {
                try (var stranger = RawClient.silent(guarded)) {
                    assertThat(stranger.read()).startsWith("+HI {");
                    assertThat(stranger.ask(hello)).isEqualTo("-ERR Invalid password");
                    assertThat(stranger.read()).isEqualTo("closed");
                }
            }
            try (var friend = RawClient.silent(guarded)) {
                var hi = JsonParser.parseString(friend.read().substring("+HI ".length()))
                        .getAsJsonObject();
                var iterations = hi.get("i").getAsInt();
                assertThat(iterations).isBetween(4000, 8095);
                var hash = RawClient.hash(PASSWORD, hi.get("s").getAsString(), iterations);
                assertThat(friend.ask("HELLO {\"v\":2,\"pwdhash\":\"" + hash + "\"}"))
                        .isEqualTo("+OK");
                assertThat(friend.ask("PUSHB []")).isEqualTo("{}");
            }
        }
    }

    // Jobs in and out

    @Test
    void aJobComesOutAsItWentInAndIsGoneWhenAcknowledged() throws IOException {
        var jid = jid();
        var before = Instant.now();
        push(jid, ",\"args\":[1,2,true,\"hello\"],\"custom\":{\"a\":null}");
        var job = client.askJson("FETCH default");
        assertThat(job.keySet())
                .containsExactlyInAnyOrder(
                        "jid", "queue", "jobtype", "args", "retry", "custom", "created_at", "enqueued_at");
        assertThat(job.get("jid").getAsString()).isEqualTo(jid);
        assertThat(job.get("queue").getAsString()).isEqualTo("default");
        assertThat(job.get("jobtype").getAsString()).isEqualTo("test");
        assertThat(job.get("args")).hasToString("[1,2,true,\"hello\"]");
        assertThat(job.get("retry").getAsInt()).isEqualTo(25);
        for (var key : new String[] {"created_at", "enqueued_at"}) {
            assertThat(OffsetDateTime.parse(job.get(key).getAsString()).toInstant())
                    .isBetween(before.minusMillis(1), Instant.now().plusMillis(1));
        }
        assertThat(client.ask("ACK {\"jid\":\"" + jid + "\"}")).isEqualTo("+OK");
        assertThat(client.ask("FAIL {\"jid\":\"" + jid + "\"}")).isEqualTo("-ERR Job not found " + jid);
        assertThat(info().get("total_processed").getAsInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | jobs must have a reasonable jid parameter",
                "null | jobs must have a reasonable jid parameter",
                "{\"jid\":\"1234567\",\"jobtype\":\"a\",\"args\":[]} | jobs must have a reasonable jid parameter",
                "{\"jid\":\"12345678\",\"args\":[]} | jobs must have a jobtype parameter",
                "{\"jid\":\"12345678\",\"jobtype\":\"a\"} | jobs must have an args parameter",
                "{\"jid\":\"12345678\",\"jobtype\":\"a\",\"args\":null} | jobs must have an args parameter",
                "{\"jid\":\"12345678\",\"jobtype\":\"a\",\"args\":[],\"queue\":\"a b\"} | cannot get \"a b\" queue: queue names must match \\A[a-zA-Z0-9._-]+\\z",
                "{\"jid\":\"12345678\",\"jobtype\":\"a\",\"args\":[],\"reserve_for\":86401} | jobs cannot be reserved for more than one day",
                "[] | invalid JSON: json: cannot unmarshal array into Go value of type client.Job",
                "{ | invalid JSON: unexpected end of JSON input",
                "{\"jid\":\"12345678\",\"jobtype\":\"a\",\"args\":{}} | invalid JSON: json: cannot unmarshal object into Go struct field Job.args of type []interface {}",
                "{\"jid\":5} | invalid JSON: json: cannot unmarshal number into Go struct field Job.jid of type string",
                "{\"retry\":1.5} | invalid JSON: json: cannot unmarshal number 1.5 into Go struct field Job.retry of type int",
                "{\"retry\":\"3\"} | invalid JSON: json: cannot unmarshal string into Go struct field Job.retry of type int",
                "{\"custom\":5} | invalid JSON: json: cannot unmarshal number into Go struct field Job.custom of type map[string]interface {}",
            })
    void refusesABadJobWithTheReason(String job, String reason) throws IOException {
        assertThat(client.ask("PUSH " + job)).isEqualTo("-ERR " + reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "2090-01-01", "2090-01-01 00:00:00Z", "2090-01-01T00:00Z", "2090-01-01T00:00:00"})
    void refusesATimeThatIsNotRfc3339(String at) throws IOException {
        assertThat(client.ask("PUSHB [" + job(jid(), ",\"at\":\"" + at + "\"") + "]"))
                .contains(":\"invalid timestamp for 'at': \\\"" + at + "\\\": parsing time ");
    }

    @Test
    void severalJobsAreAnsweredWithThoseRefused() throws IOException {
        var good = jid();
        var jobs = "[" + job(good, "") + ",{\"jid\":\"1\"},{},{\"jid\":\"without-type\"},"
                + "{\"jid\":\"without-args\",\"jobtype\":\"a\"}," + job("bad-queue", ",\"queue\":\"a b\"") + "]";
        var refused = client.askJson("PUSHB " + jobs);
        assertThat(refused.keySet()).containsExactlyInAnyOrder("", "1", "without-type", "without-args", "bad-queue");
        assertThat(refused.get("").getAsString()).isEqualTo("jobs must have a reasonable jid parameter");
        assertThat(refused.get("bad-queue").getAsString())
                .startsWith("cannot get \"a b\" queue: queue names must match");
        assertThat(fetchedJid("default")).isEqualTo(good);
    }

    @Test
    void oneJobOfAWrongTypeRefusesTheWholeArray() throws IOException {
        assertThat(client.ask("PUSHB [" + job(jid(), "") + ",5]"))
                .isEqualTo("-ERR invalid JSON: json: cannot unmarshal number into Go value of type client.Job");
        assertThat(client.ask("PUSHB {}"))
                .isEqualTo("-ERR invalid JSON: json: cannot unmarshal object into Go value of type []client.Job");
        assertThat(info().get("total_enqueued").getAsInt()).isZero();
    }

    @Test
    void noJobsAtAllIsAHarmlessPing() throws IOException {
        assertThat(client.ask("PUSHB []")).isEqualTo("{}");
    }

    @Test
    void numbersPassThroughFloatsAndHtmlIsEscaped() throws IOException {
        push(
                jid(),
                ",\"args\":[1.0,9007199254740993,1e21,1e20,0.000001,1e-7,0.1,-0.0,5e-324,1.5e300,3.0e-5,"
                        + "\"<>&é\\u0001\\b\\/\\ud800\"],\"custom\":{\"b\":1.0,\"a\":1e30}");
        assertThat(client.ask("FETCH default"))
                .contains("\"args\":[1,9007199254740992,1e+21,100000000000000000000,0.000001,1e-7,0.1,-0,5e-324,"
                        + "1.5e+300,0.00003,\"\\u003c\\u003e\\u0026é\\u0001\\b/\uFFFD\"]")
                .contains("\"custom\":{\"a\":1e+30,\"b\":1}");
    }

    @Test
    void unknownFieldsAreDroppedAndTheCaseOfKnownOnesDoesNotMatter() throws IOException {
        push(jid(), ",\"JobType\":\"other\",\"foo\":1");
        var job = client.askJson("FETCH default");
        assertThat(job.get("jobtype").getAsString()).isEqualTo("other");
        assertThat(job.has("foo")).isFalse();
    }

    @Test
    void aJobOfFiveMegabytesPasses() throws IOException {
        push(jid(), ",\"args\":[\"" + "x".repeat(5_000_000) + "\"]");
        var args = client.askJson("FETCH default").getAsJsonArray("args");
        assertThat(args.get(0).getAsString()).hasSize(5_000_000);
    }

    @Test
    void aTimeToComeSchedulesAndATimePastDoesNot() throws IOException {
        var past = jid();
        push(jid(), ",\"at\":\"2090-01-01T00:00:00+02:00\"");
        push(past, ",\"at\":\"2020-01-01T00:00:00Z\"");
        assertThat(fetchedJid("default")).isEqualTo(past);
        assertThat(set("scheduled")).isEqualTo(1);
    }

    @Test
    void aScheduledJobWithABadQueueIsAccepted() throws IOException {
        push(jid(), ",\"queue\":\"a b\",\"at\":\"2090-01-01T00:00:00Z\"");
        assertThat(set("scheduled")).isEqualTo(1);
    }

    @Test
    void theSameJidMayBePushedTwiceAndRunsTwice() throws IOException {
        var jid = jid();
        push(jid, "");
        push(jid, "");
        assertThat(fetchedJid("default")).isEqualTo(jid);
        assertThat(fetchedJid("default")).isEqualTo(jid);
    }

    // FETCH

    @Test
    void queuesAreSearchedInTheOrderGivenAndEachGivesItsOldestJob() throws IOException {
        push("low-priority-1", ",\"queue\":\"low\"");
        push("high-priority-1", ",\"queue\":\"high\"");
        push("high-priority-2", ",\"queue\":\"high\"");
        assertThat(IntStream.range(0, 3).mapToObj(i -> fetchedJid("high low")).collect(Collectors.toList()))
                .containsExactly("high-priority-1", "high-priority-2", "low-priority-1");
    }

    @Test
    void anEmptyFetchAnswersNullAfterTwoSeconds() throws IOException {
        var start = System.nanoTime();
        assertThat(client.ask("FETCH default other")).isEqualTo("nil");
        assertThat(elapsed(start)).isBetween(Duration.ofMillis(1_800), Duration.ofSeconds(6));
    }

    @Test
    void aWaitingFetchGetsAJobOfAnyOfItsQueuesAtOnce() throws IOException {
        var jid = jid();
        push(jid(), ",\"queue\":\"second\"");
        fetchedJid("second");
        try (var producer = RawClient.greeted(server)) {
            var start = System.nanoTime();
            client.send("FETCH first second");
            producer.ask("PUSHB [" + job(jid, ",\"queue\":\"second\"") + "]");
            assertThat(client.read()).contains(jid);
            assertThat(elapsed(start)).isLessThan(Duration.ofMillis(1_500));
        }
    }

    @Test
    void commandsMayBeSentAheadOfTheirReplies() throws IOException {
        push("pipelined-1", "");
        push("pipelined-2", "");
        client.send("FETCH default\r\nACK {\"jid\":\"pipelined-1\"}\r\nFETCH default\r\nPUSHB []");
        assertThat(client.read()).contains("pipelined-1");
        assertThat(client.read()).isEqualTo("+OK");
        assertThat(client.read()).contains("pipelined-2");
        assertThat(client.read()).isEqualTo("{}");
    }

    @Test
    void fetchNeedsAQueue() throws IOException {
        assertThat(client.ask("FETCH")).isEqualTo("-ERR must call fetch with at least one queue");
    }

    @Test
    void aPausedQueueGivesNoJobUntilItIsResumed() throws IOException {
        push(jid(), "");
        assertThat(client.ask("QUEUE PAUSE default")).isEqualTo("+OK");
        assertThat(client.ask("FETCH default")).isEqualTo("nil");
        assertThat(client.ask("QUEUE RESUME *")).isEqualTo("+OK");
        assertThat(client.ask("FETCH default")).contains("\"jobtype\"");
    }

    @Test
    void aRemovedQueueLosesItsJobs() throws IOException {
        push(jid(), "");
        assertThat(client.ask("QUEUE REMOVE default")).isEqualTo("+OK");
        assertThat(info().getAsJsonObject("queues").keySet()).doesNotContain("default");
    }

    @Test
    void theLatencyIsTheAgeOfTheNextJob() throws IOException {
        push(jid(), "");
        var latency = client.askJson("QUEUE LATENCY default unknown");
        assertThat(latency.get("default").getAsDouble()).isBetween(0.0, 10.0);
        assertThat(latency.get("unknown").getAsDouble()).isZero();
        assertThat(client.ask("QUEUE LATENCY *")).isEqualTo("-ERR QUEUE LATENCY does not support wildcards");
        assertThat(client.ask("QUEUE FOO x")).isEqualTo("-ERR no such QUEUE subcommand: FOO");
    }

    // ACK and FAIL

    @Test
    void acknowledgingAnUnknownJobIsFineAndFailingOneIsNot() throws IOException {
        assertThat(client.ask("ACK {\"jid\":\"unknown-job\"}")).isEqualTo("+OK");
        assertThat(client.ask("FAIL {\"jid\":\"unknown-job\"}")).isEqualTo("-ERR Job not found unknown-job");
        assertThat(client.ask("FAIL {}")).isEqualTo("-ERR missing JID");
        assertThat(client.ask("ACK {}")).isEqualTo("-ERR invalid ACK {}");
        assertThat(client.ask("ACK {\"jid\":5}")).isEqualTo("-ERR invalid ACK {\"jid\":5}");
        assertThat(client.ask("FAIL {")).isEqualTo("-ERR invalid FAIL {");
    }

    @Test
    void anyConnectionMayReportOnAJob() throws IOException {
        var jid = jid();
        push(jid, "");
        fetchedJid("default");
        try (var other = RawClient.greeted(server)) {
            assertThat(other.ask("ACK {\"jid\":\"" + jid + "\"}")).isEqualTo("+OK");
        }
        assertThat(set("working")).isZero();
    }

    @Test
    void aFailureIsNotedInTheJobThatWaitsToRunAgain() throws IOException {
        var jid = jid();
        push(jid, ",\"retry\":3");
        fetchedJid("default");
        fail(jid, "\"errtype\":\"E\",\"message\":\"m\",\"backtrace\":[\"l1\",\"l2\"]");
        assertThat(set("retries")).isEqualTo(1);
        assertThat(info().get("total_failures").getAsInt()).isEqualTo(1);
        assertThat(info().get("total_processed").getAsInt()).isEqualTo(1);

        var first = requeued("retries").getAsJsonObject("failure");
        assertThat(first.keySet())
                .containsExactlyInAnyOrder(
                        "failed_at", "next_at", "message", "errtype", "backtrace", "retry_count", "remaining");
        assertThat(first.get("errtype").getAsString()).isEqualTo("E");
        assertThat(first.get("message").getAsString()).isEqualTo("m");
        assertThat(first.get("backtrace")).hasToString("[\"l1\",\"l2\"]");
        assertThat(first.get("retry_count").getAsInt()).isZero();
        assertThat(first.get("remaining").getAsInt()).isEqualTo(3);
        assertThat(Duration.between(time(first, "failed_at"), time(first, "next_at")))
                .isBetween(Duration.ofSeconds(15), Duration.ofSeconds(45));

        fail(jid, "\"errtype\":\"\"");
        var second = requeued("retries").getAsJsonObject("failure");
        assertThat(second.keySet())
                .containsExactlyInAnyOrder("failed_at", "next_at", "message", "errtype", "retry_count", "remaining");
        assertThat(second.get("errtype").getAsString()).isEqualTo("unknown");
        assertThat(second.get("message").getAsString()).isEqualTo("unknown");
        assertThat(second.get("retry_count").getAsInt()).isEqualTo(1);
        assertThat(second.get("remaining").getAsInt()).isEqualTo(2);
        assertThat(time(second, "failed_at")).isEqualTo(time(first, "failed_at"));
    }

    @Test
    void aJobWhoseRetriesAreUsedUpIsDead() throws IOException {
        var jid = jid();
        push(jid, ",\"retry\":1");
        fetchedJid("default");
        fail(jid, "");
        requeued("retries");
        fail(jid, "");
        assertThat(set("dead")).isEqualTo(1);
        assertThat(set("retries")).isZero();
        var failure = requeued("dead").getAsJsonObject("failure");
        assertThat(failure.get("retry_count").getAsInt()).isEqualTo(1);
        assertThat(failure.get("remaining").getAsInt()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0,0", "-1,1"})
    void aJobWithoutRetriesIsDroppedOrDead(int retry, int dead) throws IOException {
        var jid = jid();
        push(jid, ",\"retry\":" + retry);
        fetchedJid("default");
        fail(jid, "");
        assertThat(set("retries")).isZero();
        assertThat(set("dead")).isEqualTo(dead);
        assertThat(info().get("total_failures").getAsInt()).isEqualTo(1);
    }

    @Test
    void aLongFailureIsCut() throws IOException {
        var jid = jid();
        push(jid, "");
        fetchedJid("default");
        var lines = IntStream.range(0, 60).mapToObj(i -> "\"l" + i + "\"").collect(Collectors.joining(","));
        fail(
                jid,
                "\"errtype\":\"" + "é".repeat(120) + "\",\"message\":\"" + "m".repeat(1200) + "\",\"backtrace\":["
                        + lines + "]");
        var failure = requeued("retries").getAsJsonObject("failure");
        assertThat(failure.get("errtype").getAsString()).isEqualTo("é".repeat(50));
        assertThat(failure.get("message").getAsString()).isEqualTo("m".repeat(1000));
        assertThat(failure.getAsJsonArray("backtrace")).hasSize(50);
    }

    @Test
    void mutateMovesTheJobsThatItsFilterNames() throws IOException {
        push("mutated-1", ",\"at\":\"2090-01-01T00:00:00Z\"");
        push("mutated-2", ",\"at\":\"2090-01-01T00:00:00Z\",\"jobtype\":\"other\"");
        push("mutated-3", ",\"at\":\"2090-01-01T00:00:00Z\",\"args\":[\"needle\"]");
        mutate("requeue", "scheduled", ",\"filter\":{\"jids\":[\"mutated-1\"]}");
        assertThat(fetchedJid("default")).isEqualTo("mutated-1");
        mutate("requeue", "scheduled", ",\"filter\":{\"regexp\":\"*needle*\"}");
        assertThat(fetchedJid("default")).isEqualTo("mutated-3");
        mutate("kill", "scheduled", ",\"filter\":{\"jobtype\":\"other\"}");
        assertThat(set("dead")).isEqualTo(1);
        mutate("clear", "dead", "");
        assertThat(set("dead")).isZero();
        assertThat(client.ask("MUTATE {\"cmd\":\"clear\", \"target\":\"dead\"}"))
                .isEqualTo("-ERR invalid format");
        assertThat(client.ask("MUTATE {\"cmd\":\"x\",\"target\":\"dead\"}")).isEqualTo("-ERR unknown mutate operation");
        assertThat(client.ask("MUTATE {\"cmd\":\"clear\",\"target\":\"x\"}"))
                .isEqualTo("-ERR invalid target for mutation command");
    }

    // BEAT

    @Test
    void aWorkerIsKnownUntilItsLastConnectionHasClosed() throws IOException {
        var wid = jid();
        var beat = "BEAT {\"wid\":\"" + wid + "\",\"rss_kb\":5}";
        var first = RawClient.worker(server, wid);
        try (var second = RawClient.worker(server, wid)) {
            assertThat(second.ask(beat)).isEqualTo("+OK");
            first.close();
            assertThat(second.ask(beat)).isEqualTo("+OK");
        }
        Await.until(() -> client.ask(beat).equals("-ERR unknown worker " + wid));
    }

    @Test
    void aWorkersStateIsRepeatedAndNeverMovesBackward() throws IOException {
        var wid = jid();
        try (var worker = RawClient.worker(server, wid)) {
            assertThat(worker.ask(beat(wid, "foo"))).isEqualTo("+OK");
            assertThat(worker.ask(beat(wid, "quiet"))).isEqualTo("{\"state\":\"quiet\"}");
            assertThat(worker.ask(beat(wid, ""))).isEqualTo("{\"state\":\"quiet\"}");
            assertThat(worker.ask(beat(wid, "terminate"))).isEqualTo("{\"state\":\"terminate\"}");
            assertThat(worker.ask(beat(wid, "quiet"))).isEqualTo("{\"state\":\"terminate\"}");
        }
    }

    @Test
    void onlyTheFirstConnectionOfAQuietWorkerIsHeldBack() throws IOException {
        var wid = jid();
        try (var first = RawClient.worker(server, wid);
                var second = RawClient.worker(server, wid)) {
            first.ask(beat(wid, "quiet"));
            push(jid(), "");
            assertThat(first.ask("FETCH default")).isEqualTo("nil");
            assertThat(second.ask("FETCH default")).contains("\"jobtype\"");
        }
    }

    @Test
    void badBeatsAreRefused() throws IOException {
        assertThat(client.ask("BEAT {}")).isEqualTo("-ERR unknown worker ");
        assertThat(client.ask("BEAT {\"wid\":5}")).isEqualTo("-ERR invalid BEAT {\"wid\":5}");
    }

    // The rest

    @Test
    void infoTellsTheStateOfTheServer() throws IOException {
        push(jid(), "");
        push(jid(), ",\"queue\":\"other\"");
        fetchedJid("default");
        var info = client.askJson("INFO");
        assertThat(info.keySet()).containsExactlyInAnyOrder("now", "server_utc_time", "faktory", "server");
        assertThat(OffsetDateTime.parse(info.get("now").getAsString())).isNotNull();
        assertThat(info.get("server_utc_time").getAsString()).matches("\\d\\d:\\d\\d:\\d\\d UTC");
        var faktory = info.getAsJsonObject("faktory");
        assertThat(faktory.getAsJsonObject("queues").get("default").getAsInt()).isZero();
        assertThat(faktory.getAsJsonObject("queues").get("other").getAsInt()).isEqualTo(1);
        assertThat(faktory.get("sets")).hasToString("{\"dead\":0,\"retries\":0,\"scheduled\":0,\"working\":1}");
        assertThat(faktory.getAsJsonObject("tasks").keySet())
                .containsExactlyInAnyOrder("Busy", "Dead", "Retries", "Scheduled", "Workers");
        assertThat(faktory.getAsJsonObject("tasks").getAsJsonObject("Busy").keySet())
                .containsExactlyInAnyOrder("reaped", "size");
        assertThat(faktory.getAsJsonObject("tasks").getAsJsonObject("Dead").keySet())
                .containsExactlyInAnyOrder("cycles", "enqueued", "size", "wall_time_sec");
        assertThat(faktory.get("total_enqueued").getAsInt()).isEqualTo(1);
        assertThat(faktory.get("total_queues").getAsInt())
                .isEqualTo(faktory.getAsJsonObject("queues").size());
        assertThat(info.getAsJsonObject("server").keySet())
                .containsExactlyInAnyOrder(
                        "description", "faktory_version", "uptime", "connections", "command_count", "used_memory_mb");
    }

    @Test
    void flushForgetsAllJobsAndCounts() throws IOException {
        push(jid(), "");
        push(jid(), ",\"at\":\"2090-01-01T00:00:00Z\"");
        fetchedJid("default");
        assertThat(client.ask("FLUSH")).isEqualTo("+OK");
        assertThat(info().get("sets")).hasToString("{\"dead\":0,\"retries\":0,\"scheduled\":0,\"working\":0}");
        // The names of the queues stay.
        assertThat(info().get("total_enqueued").getAsInt()).isZero();
        assertThat(info().get("total_processed").getAsInt()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"FOO,FOO", "push {},push", "foo bar,foo", "'',''"})
    void unknownCommandsAreNamed(String line, String verb) throws IOException {
        assertThat(client.ask(line)).isEqualTo("-ERR unknown command " + verb);
    }

    @Test
    void whatOnlyTheEnterpriseEditionHasIsRefusedByName() throws IOException {
        assertThat(client.ask("BATCH NEW {}"))
                .isEqualTo("-ERR batch subsystem is only available in Faktory Enterprise");
        assertThat(client.ask("TRACK GET x"))
                .isEqualTo("-ERR tracking subsystem is only available in Faktory Enterprise");
    }

    private static String jid() {
        return "contract-test-" + NEXT_JID.incrementAndGet();
    }

    /** Later fields win over earlier ones, so that {@code more} may replace args and jobtype. */
    private static String job(String jid, String more) {
        return "{\"jid\":\"" + jid + "\",\"jobtype\":\"test\",\"args\":[],\"retry\":25" + more + "}";
    }

    /** By PUSHB with a retry: PUSH with one changes the real server's default. */
    private void push(String jid, String more) throws IOException {
        assertThat(client.ask("PUSHB [" + job(jid, more) + "]")).isEqualTo("{}");
    }

    private String fetchedJid(String queues) {
        try {
            return client.askJson("FETCH " + queues).get("jid").getAsString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void fail(String jid, String more) throws IOException {
        assertThat(client.ask("FAIL {\"jid\":\"" + jid + "\"" + (more.isEmpty() ? "" : "," + more) + "}"))
                .isEqualTo("+OK");
    }

    private void mutate(String command, String target, String more) throws IOException {
        assertThat(client.ask("MUTATE {\"cmd\":\"" + command + "\",\"target\":\"" + target + "\"" + more + "}"))
                .isEqualTo("+OK");
    }

    private JsonObject requeued(String target) throws IOException {
        mutate("requeue", target, "");
        return client.askJson("FETCH default");
    }

    private static String beat(String wid, String state) {
        return "BEAT {\"wid\":\"" + wid + "\",\"current_state\":\"" + state + "\"}";
    }

    private JsonObject info() throws IOException {
        return client.askJson("INFO").getAsJsonObject("faktory");
    }

    private int set(String name) throws IOException {
        return info().getAsJsonObject("sets").get(name).getAsInt();
    }

    private static Instant time(JsonObject failure, String key) {
        return OffsetDateTime.parse(failure.get(key).getAsString()).toInstant();
    }

    private static Duration elapsed(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
