package org.faktoryjca.testing.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** FETCH: from ENQUEUED to WORKING. */
abstract class FetchContract extends ContractTopic {

    @Test
    void queuesAreSearchedInTheOrderGivenAndEachGivesItsOldestJob() throws IOException {
        push("low-priority-1", ",\"queue\":\"low\"");
        push("high-priority-1", ",\"queue\":\"high\"");
        push("high-priority-2", ",\"queue\":\"high\"");
        assertThat(List.of(fetchedJid("high low"), fetchedJid("high low"), fetchedJid("high low")))
                .containsExactly("high-priority-1", "high-priority-2", "low-priority-1");
        assertThat(set("working")).isEqualTo(3);
    }

    @Test
    void anEmptyFetchAnswersNullAfterTwoSeconds() throws IOException {
        var start = System.nanoTime();
        assertThat(client.ask("FETCH default other")).isEqualTo("nil");
        assertThat(elapsed(start)).isBetween(Duration.ofMillis(1_800), Duration.ofSeconds(30));
    }

    @Test
    void aWaitingFetchGetsAJobOfAnyOfItsQueuesAtOnce() throws IOException {
        try (var producer = RawClient.greeted(server())) {
            sendAndWait(client, "FETCH first second");
            producer.ask("PUSHB [" + job("at-once-1", ",\"queue\":\"second\"") + "]");
            assertThat(client.read()).contains("at-once-1");
        }
    }

    @Test
    void whoeverHasWaitedLongestGetsTheNextJob() throws IOException {
        try (var first = RawClient.greeted(server());
                var second = RawClient.greeted(server())) {
            sendAndWait(first, "FETCH awaited");
            sendAndWait(second, "FETCH awaited");
            push("awaited-1", ",\"queue\":\"awaited\"");
            push("awaited-2", ",\"queue\":\"awaited\"");
            assertThat(first.read()).contains("awaited-1");
            assertThat(second.read()).contains("awaited-2");
        }
    }

    /** Pausing has no effect on whoever is waiting, and neither has resuming. */
    @Test
    void whatIsPausedAndResumedMattersToTheNextFetchOnly() throws IOException {
        push("pause-test-1", ",\"queue\":\"pausing\"");
        fetchedJid("pausing");
        try (var waiting = RawClient.greeted(server())) {
            sendAndWait(waiting, "FETCH pausing");
            assertThat(client.ask("QUEUE PAUSE pausing")).isEqualTo("+OK");
            push("pause-test-2", ",\"queue\":\"pausing\"");
            assertThat(waiting.read()).contains("pause-test-2");

            push("pause-test-3", ",\"queue\":\"pausing\"");
            sendAndWait(waiting, "FETCH pausing");
            assertThat(client.ask("QUEUE RESUME pausing")).isEqualTo("+OK");
            assertThat(waiting.read()).isEqualTo("nil");
            assertThat(waiting.ask("FETCH pausing")).contains("pause-test-3");
        }
    }

    /** The server does not notice that nobody is there any more. */
    @Test
    void aFetchThatIsAbandonedStillReservesTheNextJob() throws IOException {
        try (var leaving = RawClient.greeted(server())) {
            sendAndWait(leaving, "FETCH abandoned");
        }
        push("abandoned-1", ",\"queue\":\"abandoned\"");
        Await.until(() -> set("working") == 1);
        assertThat(queue("abandoned")).isZero();
    }

    @Test
    void fetchNeedsAQueueAndNamesThatAreNoneHaveNoJobs() throws IOException {
        assertThat(client.ask("FETCH")).isEqualTo("-ERR must call fetch with at least one queue");
        push("named-queue", "");
        assertThat(fetchedJid("* ü \" default")).isEqualTo("named-queue");
        push("named-queue", "");
        assertThat(fetchedJid(" default")).isEqualTo("named-queue");
        assertThat(client.ask("FETCH *")).isEqualTo("nil");
    }

    @Test
    void jobsOfAWorkerThatIsGoneStayReserved() throws IOException {
        push(jid(), "");
        try (var worker = RawClient.worker(server(), jid())) {
            assertThat(worker.ask("FETCH default")).contains("\"jobtype\"");
        }
        Await.until(() -> task("Workers", "size") == 0);
        assertThat(set("working")).isEqualTo(1);
    }

    /** Sends a FETCH, and returns when the server has begun it: INFO counts it then, beside each INFO itself. */
    private void sendAndWait(RawClient waiting, String fetch) throws IOException {
        try (var observer = RawClient.greeted(server())) {
            var before = commands(observer);
            waiting.send(fetch);
            var asked = new AtomicLong();
            Await.until(() -> commands(observer) - before > asked.incrementAndGet());
        }
    }

    private static long commands(RawClient observer) throws IOException {
        return observer.askJson("INFO")
                .getAsJsonObject("server")
                .get("command_count")
                .getAsLong();
    }
}
