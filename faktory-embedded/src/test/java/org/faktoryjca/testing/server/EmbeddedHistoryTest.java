package org.faktoryjca.testing.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.faktoryjca.testing.server.JobEvent.Kind.ACKNOWLEDGED;
import static org.faktoryjca.testing.server.JobEvent.Kind.DIED;
import static org.faktoryjca.testing.server.JobEvent.Kind.DROPPED;
import static org.faktoryjca.testing.server.JobEvent.Kind.ENQUEUED;
import static org.faktoryjca.testing.server.JobEvent.Kind.EXPIRED;
import static org.faktoryjca.testing.server.JobEvent.Kind.FAILED;
import static org.faktoryjca.testing.server.JobEvent.Kind.FETCHED;
import static org.faktoryjca.testing.server.JobEvent.Kind.KILLED;
import static org.faktoryjca.testing.server.JobEvent.Kind.LOADED;
import static org.faktoryjca.testing.server.JobEvent.Kind.PUSHED;
import static org.faktoryjca.testing.server.JobEvent.Kind.REQUEUED;
import static org.faktoryjca.testing.server.JobEvent.Kind.RETRYING;
import static org.faktoryjca.testing.server.JobEvent.Kind.SCHEDULED;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the server in memory tells of a job's life. */
class EmbeddedHistoryTest {

    private EmbeddedFaktory server;
    private RawClient worker;

    @BeforeEach
    void start() throws IOException {
        server = EmbeddedFaktory.start();
        worker = RawClient.worker(server, "worker-1");
    }

    @AfterEach
    void stop() throws IOException {
        worker.close();
        server.close();
    }

    private void push(String jid, String more) throws IOException {
        assertThat(worker.ask("PUSHB [{\"jid\":\"" + jid + "\",\"jobtype\":\"t\",\"args\":[]" + more + "}]"))
                .isEqualTo("{}");
    }

    @Test
    void aLifeFromPushToAcknowledgement() throws IOException {
        var start = server.now();
        push("good-job", ",\"queue\":\"images\"");
        worker.ask("FETCH images");
        server.advance(Duration.ofMinutes(1));
        worker.ask("ACK {\"jid\":\"good-job\"}");
        var history = server.history("good-job");
        assertThat(history)
                .extracting(JobEvent::kind, JobEvent::detail)
                .containsExactly(tuple(PUSHED, "images"), tuple(FETCHED, "worker-1"), tuple(ACKNOWLEDGED, "worker-1"));
        assertThat(history.get(0).time()).isBetween(start, server.now());
        assertThat(history.get(2).time()).isAfterOrEqualTo(history.get(1).time().plusSeconds(60));
        assertThat(history.get(1).toString()).startsWith("fetched (worker-1) 20");
        assertThat(server.history("unheard-of")).isEmpty();
    }

    @Test
    void aLifeOfFailures() throws IOException {
        push("hard-luck", ",\"retry\":2,\"at\":\"" + server.now().plusSeconds(3600) + "\"");
        server.advance(Duration.ofHours(2));
        worker.ask("FETCH default");
        worker.ask("FAIL {\"jid\":\"hard-luck\",\"errtype\":\"E\",\"message\":\"no\"}");
        server.advance(Duration.ofMinutes(2));
        worker.ask("FETCH default");
        server.advance(Duration.ofHours(1));
        server.advance(Duration.ofMinutes(2));
        worker.ask("FETCH default");
        worker.ask("FAIL {\"jid\":\"hard-luck\"}");
        worker.ask("MUTATE {\"cmd\":\"requeue\",\"target\":\"dead\"}");
        worker.ask("QUEUE REMOVE default");
        assertThat(server.history("hard-luck"))
                .extracting(JobEvent::kind)
                .containsExactly(
                        SCHEDULED, ENQUEUED, FETCHED, FAILED, RETRYING, ENQUEUED, FETCHED, EXPIRED, RETRYING, ENQUEUED,
                        FETCHED, FAILED, DIED, REQUEUED, DROPPED);
        assertThat(server.history("hard-luck"))
                .extracting(JobEvent::detail)
                .contains("E: no", "dead", "queue removed", "worker-1");
        assertThat(server.failures()).isEqualTo(3);
    }

    @Test
    void twoJobsOfOneIdHaveOneHistory() throws IOException {
        push("twice-pushed", "");
        worker.ask("FETCH default");
        worker.ask("ACK {\"jid\":\"twice-pushed\"}");
        push("twice-pushed", "");
        assertThat(server.history("twice-pushed"))
                .extracting(JobEvent::kind)
                .containsExactly(PUSHED, FETCHED, ACKNOWLEDGED, PUSHED);
    }

    @Test
    void whatWasLoadedKilledOrFlushedHasAHistoryToo() throws IOException {
        server.load(ServerState.builder()
                .scheduled(StoredJob.of("t").jid("loaded-job").at(When.in(Duration.ofHours(1))))
                .build());
        worker.ask("MUTATE {\"cmd\":\"kill\",\"target\":\"scheduled\"}");
        worker.ask("FLUSH");
        assertThat(server.history("loaded-job"))
                .extracting(JobEvent::kind, JobEvent::detail)
                .containsExactly(tuple(LOADED, "scheduled"), tuple(KILLED, "scheduled"), tuple(DROPPED, "flushed"));
    }
}
