package org.faktoryjca.testing.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** QUEUE. What it answers is in {@link RefusalContract}; this is what it does. */
abstract class QueueContract extends ContractTopic {

    @AfterEach
    void leaveNothingPaused() throws IOException {
        client.ask("QUEUE RESUME *");
    }

    @Test
    void aPausedQueueGivesNoJobUntilItIsResumed() throws IOException {
        push(jid(), "");
        push("other-queue-job", ",\"queue\":\"other\"");
        assertThat(client.ask("QUEUE PAUSE default")).isEqualTo("+OK");
        assertThat(fetchedJid("default other")).isEqualTo("other-queue-job");
        // With all of them paused, as if they were empty: not at once.
        var start = System.nanoTime();
        assertThat(client.ask("FETCH default")).isEqualTo("nil");
        assertThat(elapsed(start)).isGreaterThan(Duration.ofMillis(1_800));
        assertThat(queue("default")).isEqualTo(1);
        assertThat(client.ask("QUEUE RESUME default")).isEqualTo("+OK");
        assertThat(client.ask("FETCH default")).contains("\"jobtype\"");
    }

    @Test
    void aStarMeansAllQueuesWhereItComesFirst() throws IOException {
        for (var queue : List.of("star-1", "star-2")) {
            push(jid(), ",\"queue\":\"" + queue + "\"");
        }
        assertThat(client.ask("QUEUE PAUSE star-1 *")).isEqualTo("+OK");
        assertThat(client.ask("FETCH star-1 star-2")).contains("\"star-2\"");
        push(jid(), ",\"queue\":\"star-2\"");
        assertThat(client.ask("QUEUE PAUSE * star-1")).isEqualTo("+OK");
        assertThat(client.ask("FETCH star-1 star-2")).isEqualTo("nil");
        assertThat(client.ask("QUEUE RESUME *")).isEqualTo("+OK");
        assertThat(client.ask("FETCH star-1 star-2")).contains("\"star-1\"");
    }

    @Test
    void pausingAQueueThatDoesNotExistHasNoEffect() throws IOException {
        client.ask("QUEUE REMOVE not-there-yet");
        assertThat(client.ask("QUEUE PAUSE not-there-yet")).isEqualTo("+OK");
        push(jid(), ",\"queue\":\"not-there-yet\"");
        assertThat(client.ask("FETCH not-there-yet")).contains("\"jobtype\"");
    }

    @Test
    void severalQueuesMayBeNamedAtOnceAndTheSubcommandInAnyCase() throws IOException {
        push(jid(), ",\"queue\":\"one\"");
        push(jid(), ",\"queue\":\"two\"");
        assertThat(client.ask("QUEUE pause one two")).isEqualTo("+OK");
        assertThat(client.ask("FETCH one two")).isEqualTo("nil");
        assertThat(client.ask("QUEUE Resume one two")).isEqualTo("+OK");
        assertThat(client.ask("FETCH one two")).contains("\"jobtype\"");
    }

    @Test
    void aRemovedQueueLosesItsJobsAndThatItWasPaused() throws IOException {
        push(jid(), ",\"queue\":\"removed\"");
        client.ask("QUEUE PAUSE removed");
        assertThat(client.ask("QUEUE REMOVE removed")).isEqualTo("+OK");
        assertThat(queue("removed")).isEqualTo(-1);
        push("removed-queue-job", ",\"queue\":\"removed\"");
        assertThat(fetchedJid("removed")).isEqualTo("removed-queue-job");
        push(jid(), ",\"queue\":\"removed\"");
        assertThat(client.ask("QUEUE REMOVE *")).isEqualTo("+OK");
        assertThat(info().get("queues")).hasToString("{}");
    }

    @Test
    void theLatencyIsTheAgeOfTheNextJob() throws IOException {
        push(jid(), "");
        var latency = client.askJson("QUEUE LATENCY default unknown");
        assertThat(latency.get("default").getAsDouble()).isBetween(0.0, 30.0).isNotZero();
        assertThat(latency.get("unknown").getAsDouble()).isZero();
    }

    /** MUTATE has put it there, and left it without a time of enqueueing. */
    @Test
    void theLatencyOfAJobThatWasNeverDueIsAnError() throws IOException {
        push(jid(), ",\"at\":\"" + LATER + "\",\"queue\":\"requeued\"");
        mutate("requeue", "scheduled", "");
        assertThat(client.ask("QUEUE LATENCY default requeued"))
                .isEqualTo("-ERR QUEUE: parsing time \"\" as \"2006-01-02T15:04:05.999999999Z07:00\": "
                        + "cannot parse \"\" as \"2006\"");
    }
}
