package org.faktoryjca.testing.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ACK and FAIL: from WORKING to gone, RETRIES or DEAD. */
abstract class ReportContract extends ContractTopic {

    @Test
    void acknowledgingIsFineWhateverTheJobAndCountedOnce() throws IOException {
        var jid = working("");
        assertThat(set("working")).isEqualTo(1);
        acknowledge(jid);
        acknowledge(jid);
        acknowledge("never-heard-of");
        assertThat(set("working")).isZero();
        assertThat(count("total_processed")).isEqualTo(1);
        assertThat(count("total_failures")).isZero();
    }

    @Test
    void failingAJobThatIsNotWorkingIsRefused() throws IOException {
        var jid = working("");
        fail(jid, "");
        assertThat(client.ask("FAIL {\"jid\":\"" + jid + "\"}")).isEqualTo("-ERR Job not found " + jid);
        assertThat(count("total_failures")).isEqualTo(1);
    }

    @Test
    void anyConnectionMayReportOnAJob() throws IOException {
        var acknowledged = working("");
        var failed = working("");
        try (var other = RawClient.greeted(server())) {
            assertThat(other.ask("ACK {\"jid\":\"" + acknowledged + "\"}")).isEqualTo("+OK");
            assertThat(other.ask("FAIL {\"jid\":\"" + failed + "\"}")).isEqualTo("+OK");
        }
        assertThat(set("working")).isZero();
        assertThat(set("retries")).isEqualTo(1);
    }

    /** Of two jobs with one jid, the one fetched last; the other can only expire. */
    @Test
    void aJidThatIsWorkingTwiceCanBeReportedOnOnce() throws IOException {
        var jid = jid();
        push(jid, ",\"args\":[1]");
        push(jid, ",\"args\":[2]");
        fetchedJid("default");
        fetchedJid("default");
        assertThat(set("working")).isEqualTo(2);
        fail(jid, "");
        assertThat(client.ask("FAIL {\"jid\":\"" + jid + "\"}")).isEqualTo("-ERR Job not found " + jid);
        assertThat(set("working")).isEqualTo(1);
        assertThat(requeued("retries").get("args")).hasToString("[2]");
    }

    @ParameterizedTest
    @CsvSource({"0,0", "-1,1", "-5,1"})
    void aJobWithoutRetriesIsDroppedOrDead(int retry, int dead) throws IOException {
        fail(working(",\"retry\":" + retry), "");
        assertThat(set("retries")).isZero();
        assertThat(set("dead")).isEqualTo(dead);
        assertThat(count("total_failures")).isEqualTo(1);
        assertThat(count("total_processed")).isEqualTo(1);
        if (dead == 1) {
            var failure = requeued("dead").getAsJsonObject("failure");
            assertThat(failure.keySet()).containsExactly("failed_at", "message", "errtype", "retry_count", "remaining");
            assertThat(failure.get("retry_count").getAsInt()).isZero();
            assertThat(failure.get("remaining").getAsInt()).isEqualTo(retry);
        }
    }

    @Test
    void whatIsNotSaidOfAFailureIsUnknown() throws IOException {
        fail(working(""), "\"errtype\":\"\",\"message\":null,\"backtrace\":[]");
        var failure = requeued("retries").getAsJsonObject("failure");
        assertThat(failure.get("errtype").getAsString()).isEqualTo("unknown");
        assertThat(failure.get("message").getAsString()).isEqualTo("unknown");
        assertThat(failure.has("backtrace")).isFalse();
    }

    /** The job's own {@code backtrace} is not looked at. */
    @Test
    void aLongFailureIsCutByBytes() throws IOException {
        var lines = IntStream.range(0, 60)
                .mapToObj(i -> "\"" + "l".repeat(2000) + i + "\"")
                .collect(Collectors.joining(","));
        fail(
                working(",\"backtrace\":2"),
                "\"errtype\":\"a" + "é".repeat(120) + "\",\"message\":\"" + "m".repeat(1200) + "\",\"backtrace\":["
                        + lines + "]");
        var failure = requeued("retries").getAsJsonObject("failure");
        // The 100th byte is half of a letter.
        assertThat(failure.get("errtype").getAsString()).isEqualTo("a" + "é".repeat(49) + "\uFFFD");
        assertThat(failure.get("message").getAsString()).isEqualTo("m".repeat(1000));
        assertThat(failure.getAsJsonArray("backtrace")).hasSize(50);
        assertThat(failure.getAsJsonArray("backtrace").get(0).getAsString()).hasSize(2001);
    }
}
