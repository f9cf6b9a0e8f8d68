package org.faktoryjca.testing.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RETRIES: jobs that failed and will run again, and DEAD, where they end. */
abstract class RetryContract extends ContractTopic {

    @Test
    void aFailureIsNotedInTheJobThatWaitsToRunAgain() throws IOException {
        var jid = working(",\"retry\":3");
        fail(jid, "\"errtype\":\"E\",\"message\":\"m\",\"backtrace\":[\"l1\",\"l2\"]");
        assertThat(set("retries")).isEqualTo(1);
        assertThat(count("total_failures")).isEqualTo(1);
        assertThat(count("total_processed")).isEqualTo(1);

        var first = requeued("retries").getAsJsonObject("failure");
        assertThat(first.keySet())
                .containsExactly("failed_at", "next_at", "message", "errtype", "backtrace", "retry_count", "remaining");
        assertThat(first.get("errtype").getAsString()).isEqualTo("E");
        assertThat(first.get("message").getAsString()).isEqualTo("m");
        assertThat(first.get("backtrace")).hasToString("[\"l1\",\"l2\"]");
        assertThat(first.get("retry_count").getAsInt()).isZero();
        assertThat(first.get("remaining").getAsInt()).isEqualTo(3);

        fail(jid, "");
        var second = requeued("retries").getAsJsonObject("failure");
        assertThat(second.keySet())
                .containsExactly("failed_at", "next_at", "message", "errtype", "retry_count", "remaining");
        assertThat(second.get("retry_count").getAsInt()).isEqualTo(1);
        assertThat(second.get("remaining").getAsInt()).isEqualTo(2);
        assertThat(time(second, "failed_at")).isEqualTo(time(first, "failed_at"));
    }

    /** A client may push a job that has failed before, by which any retry can be looked at. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 5, 10, 20})
    void retryNWaitsForNToThePowerOf4And15SecondsAndUpTo29TimesNPlus1(int n) throws IOException {
        var before = n == 0 ? "" : ",\"failure\":{\"retry_count\":" + (n - 1) + ",\"failed_at\":\"\"}";
        var base = Duration.ofSeconds((long) Math.pow(n, 4) + 15);
        for (var i = 0; i < 5; i++) {
            var start = now();
            fail(working(before), "");
            var end = now();
            var failure = requeued("retries").getAsJsonObject("failure");
            assertThat(failure.get("retry_count").getAsInt()).isEqualTo(n);
            assertThat(time(failure, "next_at"))
                    .isBetween(start.plus(base), end.plus(base).plusSeconds(29L * (n + 1)));
        }
    }

    @Test
    void aJobWhoseRetriesAreUsedUpIsDeadAndCanBeRevived() throws IOException {
        var jid = working(",\"retry\":1");
        fail(jid, "");
        requeued("retries");
        fail(jid, "");
        assertThat(set("dead")).isEqualTo(1);
        assertThat(set("retries")).isZero();
        var dead = requeued("dead").getAsJsonObject("failure");
        assertThat(dead.get("retry_count").getAsInt()).isEqualTo(1);
        assertThat(dead.get("remaining").getAsInt()).isZero();
        assertThat(dead.has("next_at")).isTrue();
        fail(jid, "");
        var again = requeued("dead").getAsJsonObject("failure");
        assertThat(again.get("retry_count").getAsInt()).isEqualTo(2);
        assertThat(again.get("remaining").getAsInt()).isZero();
    }

    @Test
    void aJobThatSaysNothingOfRetriesRunsTwentySixTimesAndIsDead() throws IOException {
        assertThat(client.ask("PUSHB [{\"jid\":\"often-run-job\",\"jobtype\":\"test\",\"args\":[]}]"))
                .isEqualTo("{}");
        var runs = 1;
        fetchedJid("default");
        for (fail("often-run-job", ""); set("retries") == 1; fail("often-run-job", "")) {
            requeued("retries");
            runs++;
        }
        assertThat(runs).isEqualTo(26);
        assertThat(set("dead")).isEqualTo(1);
    }

    /** Up to 45 s, and 5 s until the server looks. */
    @Test
    void whenItsTimeComesAJobRunsAgain() throws IOException {
        var jid = working("");
        fail(jid, "");
        pass(Duration.ofSeconds(45));
        Await.until(() -> set("retries") == 0);
        var job = client.askJson("FETCH default");
        assertThat(job.get("jid").getAsString()).isEqualTo(jid);
        assertThat(time(job, "enqueued_at")).isAfterOrEqualTo(time(job.getAsJsonObject("failure"), "next_at"));
    }
}
