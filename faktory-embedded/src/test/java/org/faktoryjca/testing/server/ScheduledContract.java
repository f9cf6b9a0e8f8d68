package org.faktoryjca.testing.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

/** SCHEDULED: jobs with a time to come. */
abstract class ScheduledContract extends ContractTopic {

    @Test
    void aTimeToComeSchedulesAndATimePastDoesNot() throws IOException {
        var past = jid();
        push(jid(), ",\"at\":\"2090-01-01T00:00:00+02:00\"");
        push(past, ",\"at\":\"2020-01-01T00:00:00Z\"");
        assertThat(fetchedJid("default")).isEqualTo(past);
        assertThat(set("scheduled")).isEqualTo(1);
        assertThat(count("total_enqueued")).isZero();
    }

    /** A queue's name is looked at when the job enters it, and then there is nobody to be told. */
    @Test
    void whenItsTimeComesAJobIsEnqueuedOrForABadQueueLost() throws IOException {
        var soon = now().plusSeconds(1).truncatedTo(ChronoUnit.SECONDS);
        var jid = jid();
        push(jid, ",\"at\":\"" + soon + "\"");
        push(jid(), ",\"queue\":\"a b\",\"at\":\"" + soon + "\"");
        assertThat(set("scheduled")).isEqualTo(2);
        pass(Duration.ofSeconds(1));
        Await.until(() -> set("scheduled") == 0);
        var job = client.askJson("FETCH default");
        assertThat(job.get("jid").getAsString()).isEqualTo(jid);
        assertThat(time(job, "at")).isEqualTo(soon);
        assertThat(time(job, "enqueued_at")).isAfterOrEqualTo(soon);
        assertThat(set("dead")).isZero();
        assertThat(info().getAsJsonObject("queues").has("a b")).isFalse();
    }

    @Test
    void aJobThatIsRequeuedBeforeItsTimeHasNoTimeOfEnqueueing() throws IOException {
        push(jid(), ",\"at\":\"" + LATER + "\"");
        var job = requeued("scheduled");
        assertThat(job.has("enqueued_at")).isFalse();
        assertThat(time(job, "at")).isEqualTo(LATER);
    }

    @Test
    void aJobWithABadQueueCannotBeRequeued() throws IOException {
        push(jid(), ",\"queue\":\"a b\",\"at\":\"" + LATER + "\"");
        assertThat(client.ask("MUTATE {\"cmd\":\"requeue\",\"target\":\"scheduled\"}"))
                .isEqualTo("-ERR queue names must match \\A[a-zA-Z0-9._-]+\\z");
        assertThat(set("scheduled")).isEqualTo(1);
    }

    @Test
    void theVerySameJobAtTheSameTimeIsKeptOnce() throws IOException {
        var same = job("same-job-at-all", ",\"created_at\":\"2020-01-01T00:00:00Z\",\"at\":\"" + LATER + "\"");
        assertThat(client.ask("PUSHB [" + same + "," + same + "]")).isEqualTo("{}");
        assertThat(set("scheduled")).isEqualTo(1);
        assertThat(client.ask("PUSHB [" + same.replace("00:00:00Z\"}", "00:00:01Z\"}") + "]"))
                .isEqualTo("{}");
        assertThat(set("scheduled")).isEqualTo(2);
    }
}
