package org.faktoryjca.testing.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** BEAT: workers and their states. */
abstract class BeatContract extends ContractTopic {

    private static String beat(String wid, String state) {
        return "BEAT {\"wid\":\"" + wid + "\",\"current_state\":\"" + state + "\"}";
    }

    @Test
    void aWorkerIsKnownUntilItsLastConnectionHasClosed() throws IOException {
        var wid = jid();
        var beat = "BEAT {\"wid\":\"" + wid + "\",\"rss_kb\":5}";
        var first = RawClient.worker(server(), wid);
        try (var second = RawClient.worker(server(), wid)) {
            assertThat(second.ask(beat)).isEqualTo("+OK");
            first.close();
            assertThat(second.ask(beat)).isEqualTo("+OK");
        }
        Await.until(() -> client.ask(beat).equals("-ERR unknown worker " + wid));
    }

    @Test
    void aWorkersStateIsRepeatedAndNeverMovesBackward() throws IOException {
        var wid = jid();
        try (var worker = RawClient.worker(server(), wid)) {
            assertThat(worker.ask(beat(wid, "foo"))).isEqualTo("+OK");
            assertThat(worker.ask(beat(wid, ""))).isEqualTo("+OK");
            assertThat(worker.ask(beat(wid, "quiet"))).isEqualTo("{\"state\":\"quiet\"}");
            assertThat(worker.ask(beat(wid, ""))).isEqualTo("{\"state\":\"quiet\"}");
            assertThat(worker.ask("BEAT {\"WID\":\"" + wid + "\",\"foo\":[]}")).isEqualTo("{\"state\":\"quiet\"}");
            assertThat(worker.ask(beat(wid, "terminate"))).isEqualTo("{\"state\":\"terminate\"}");
            assertThat(worker.ask(beat(wid, "quiet"))).isEqualTo("{\"state\":\"terminate\"}");
        }
    }

    @Test
    void anyConnectionMayBeatForAnyWorker() throws IOException {
        var wid = jid();
        try (var worker = RawClient.worker(server(), wid)) {
            assertThat(client.ask(beat(wid, "quiet"))).isEqualTo("{\"state\":\"quiet\"}");
            assertThat(worker.ask(beat(wid, ""))).isEqualTo("{\"state\":\"quiet\"}");
        }
    }

    @Test
    void aWorkerThatHasGoneAndComesAgainStartsAfresh() throws IOException {
        var wid = jid();
        try (var worker = RawClient.worker(server(), wid)) {
            assertThat(worker.ask(beat(wid, "terminate"))).isEqualTo("{\"state\":\"terminate\"}");
        }
        Await.until(() -> client.ask(beat(wid, "")).startsWith("-ERR unknown worker"));
        try (var worker = RawClient.worker(server(), wid)) {
            assertThat(worker.ask(beat(wid, ""))).isEqualTo("+OK");
        }
    }

    /** Against the specification, but so it is: the worker itself must stop fetching. */
    @Test
    void onlyTheConnectionThatCameFirstIsHeldBackWhenItsWorkerIsQuietOrTerminated() throws IOException {
        var wid = jid();
        try (var first = RawClient.worker(server(), wid);
                var second = RawClient.worker(server(), wid)) {
            first.ask(beat(wid, "quiet"));
            push(jid(), "");
            assertThat(first.ask("FETCH default")).isEqualTo("nil");
            assertThat(second.ask("FETCH default")).contains("\"jobtype\"");
            first.ask(beat(wid, "terminate"));
            push(jid(), "");
            assertThat(second.ask("FETCH default")).contains("\"jobtype\"");
            try (var third = RawClient.worker(server(), wid)) {
                push(jid(), "");
                assertThat(third.ask("FETCH default")).contains("\"jobtype\"");
            }
        }
    }

    @Test
    void aQuietWorkerMayStillReport() throws IOException {
        var wid = jid();
        try (var worker = RawClient.worker(server(), wid)) {
            var acknowledged = working("");
            var failed = working("");
            worker.ask(beat(wid, "terminate"));
            assertThat(worker.ask("ACK {\"jid\":\"" + acknowledged + "\"}")).isEqualTo("+OK");
            assertThat(worker.ask("FAIL {\"jid\":\"" + failed + "\"}")).isEqualTo("+OK");
            assertThat(worker.ask("END")).isEqualTo("closed");
        }
    }

    /** Real time on every server, up to 75 s. */
    @Test
    void aWorkerThatDoesNotBeatForAMinuteLosesItsConnections() throws IOException {
        assumeTrue(Boolean.getBoolean("verify.long"), "takes up to 75 s; runs with -Dverify.long=true");
        var silent = jid();
        var beating = jid();
        var reaped = task("Workers", "reaped");
        try (var first = RawClient.worker(server(), silent);
                var second = RawClient.worker(server(), silent);
                var other = RawClient.worker(server(), beating)) {
            Await.within(Duration.ofSeconds(90), () -> {
                assertThat(other.ask(beat(beating, ""))).isEqualTo("+OK");
                return workers() == 1;
            });
            assertThat(task("Workers", "reaped")).isEqualTo(reaped + 1);
            assertThat(first.read()).isEqualTo("closed");
            assertThat(second.read()).isEqualTo("closed");
            assertThat(client.ask(beat(silent, ""))).isEqualTo("-ERR unknown worker " + silent);
            assertThat(other.ask(beat(beating, ""))).isEqualTo("+OK");
        }
    }

    private int workers() throws IOException {
        return (int) task("Workers", "size");
    }
}
