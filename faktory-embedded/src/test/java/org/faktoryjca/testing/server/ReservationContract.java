package org.faktoryjca.testing.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** WORKING: how a reservation ends without a report. */
abstract class ReservationContract extends ContractTopic {

    /** 30 minutes where a job does not say, and between a minute and a day. */
    @ParameterizedTest
    @CsvSource({"0,1800", "1,60", "60,60", "61,61", "1800,1800", "86400,86400"})
    void aReservationLastsAsLongAsItsJobSaysWithinLimits(int wanted, int seconds) throws IOException {
        working(",\"reserve_for\":" + wanted);
        assertThat(((LoadableServer) server()).state().reserved())
                .singleElement()
                .satisfies(reserved -> assertThat(Duration.between(
                                reserved.since().orElseThrow().from(Instant.EPOCH),
                                reserved.until().orElseThrow().from(Instant.EPOCH)))
                        .isCloseTo(Duration.ofSeconds(seconds), Duration.ofMillis(10)));
    }

    @Test
    void ofJobsWithOneJidTheServersTaskCountsTheOneThatCanBeReported() throws IOException {
        var before = task("Busy", "size");
        var jid = jid();
        for (var i = 0; i < 3; i++) {
            push(jid, "");
            fetchedJid("default");
        }
        assertThat(set("working")).isEqualTo(3);
        assertThat(task("Busy", "size")).isEqualTo(before + 1);
        acknowledge(jid);
        assertThat(set("working")).isEqualTo(2);
        assertThat(task("Busy", "size")).isEqualTo(before);
    }

    /**
     * In one test, since on a real server it takes a minute, and up to 15 s until it looks: a worker's reservations and
     * its silence end together.
     */
    @Test
    void aReservationThatEndsIsAFailureOrForASecondJobOfOneJidTheEnd() throws IOException {
        var reaped = task("Busy", "reaped");
        for (var more : new String[] {"", ",\"retry\":1", ",\"retry\":0", ",\"retry\":-1"}) {
            var jid = "reserved-for-1s" + more.replaceAll("\\D", "");
            // Less than a minute counts as a minute.
            push(jid + (more.contains("-") ? "-dead" : ""), ",\"reserve_for\":1" + more);
            fetchedJid("default");
        }
        push("reserved-longer", ",\"reserve_for\":300");
        fetchedJid("default");
        push("reserved-twice", ",\"reserve_for\":1,\"retry\":9");
        push("reserved-twice", ",\"reserve_for\":1,\"retry\":7");
        fetchedJid("default");
        fetchedJid("default");
        assertThat(set("working")).isEqualTo(7);

        pass(Duration.ofSeconds(61));
        Await.within(Duration.ofSeconds(90), () -> set("working") == 1);
        // The job with retry 9 is lost: when its reservation ends, its jid stands for the other one.
        assertThat(count("total_failures")).isEqualTo(5);
        assertThat(count("total_processed")).isEqualTo(5);
        assertThat(task("Busy", "reaped")).isEqualTo(reaped + 5);
        assertThat(set("dead")).isEqualTo(1);
        assertThat(client.ask("ACK {\"jid\":\"reserved-for-1s\"}")).isEqualTo("+OK");
        assertThat(client.ask("FAIL {\"jid\":\"reserved-for-1s\"}")).isEqualTo("-ERR Job not found reserved-for-1s");
        mutate("requeue", "retries", "");
        var failed = new TreeMap<String, JsonObject>();
        for (var i = 0; i < 3; i++) {
            var job = client.askJson("FETCH default");
            failed.put(job.get("jid").getAsString(), job);
        }
        assertThat(failed.keySet()).containsExactly("reserved-for-1s", "reserved-for-1s1", "reserved-twice");
        assertThat(failed.get("reserved-twice").get("retry").getAsInt()).isEqualTo(7);
        var failure = failed.get("reserved-for-1s").getAsJsonObject("failure");
        assertThat(failure.keySet())
                .containsExactly("failed_at", "next_at", "message", "errtype", "retry_count", "remaining");
        assertThat(failure.get("errtype").getAsString()).isEqualTo("ReservationExpired");
        assertThat(failure.get("message").getAsString()).isEqualTo("Faktory job reservation expired");
        assertThat(failure.get("retry_count").getAsInt()).isZero();
        assertThat(failure.get("remaining").getAsInt()).isEqualTo(25);
        var dead = requeued("dead");
        assertThat(dead.getAsJsonObject("failure").get("errtype").getAsString()).isEqualTo("ReservationExpired");
    }
}
