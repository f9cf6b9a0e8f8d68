package org.faktoryjca.testing.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** How a server ends, seen from its clients. */
abstract class StopContract extends ContractTopic {

    @Test
    void whileTheServerStopsAWaitingFetchFailsAndTheNextCommandIsRefused() throws Exception {
        try (var stopping = contract().start(Contract.Setup.PLAIN);
                var waiting = RawClient.greeted(stopping);
                var idle = RawClient.greeted(stopping)) {
            waiting.send("PUSHB []\r\nFETCH default");
            assertThat(waiting.read()).isEqualTo("{}");
            // It has begun when its connection has been asked for it and one other command was answered.
            assertThat(idle.ask("PUSHB []")).isEqualTo("{}");
            var stop = new Thread(() -> contract().stop(stopping));
            stop.start();
            var error = "-ERR redis: client is closed";
            if (has(Wrong.STOPPING_MAY_LOOK_LIKE_NO_JOB)) {
                assertThat(waiting.read()).isIn(error, "nil");
            } else {
                assertThat(waiting.read()).isEqualTo(error);
            }
            assertThat(idle.ask("PUSHB []")).isEqualTo("-ERR shutdown in progress");
            assertThat(idle.read()).isEqualTo("closed");
            stop.join();
        }
    }

    @Test
    void whatAServerKeepsSurvivesItsRestartReservationsAndPausesToo() throws Exception {
        try (var server = contract().start(Contract.Setup.PLAIN)) {
            try (var before = RawClient.greeted(server)) {
                assertThat(before.ask("PUSHB [" + job("acknowledged-later", "") + "," + job("failed-later", "") + ","
                                + job("queued-job", "") + "," + job("resting-job", ",\"queue\":\"resting\"") + ","
                                + job("scheduled-job", ",\"at\":\"" + LATER + "\"") + "]"))
                        .isEqualTo("{}");
                assertThat(before.ask("FETCH default")).contains("acknowledged-later");
                assertThat(before.ask("FETCH default")).contains("failed-later");
                assertThat(before.ask("QUEUE PAUSE resting")).isEqualTo("+OK");
            }
            contract().restart(server);
            try (var after = RawClient.greeted(server)) {
                assertThat(sets(after)).isEqualTo("{\"dead\":0,\"retries\":0,\"scheduled\":1,\"working\":2}");
                assertThat(after.ask("ACK {\"jid\":\"acknowledged-later\"}")).isEqualTo("+OK");
                assertThat(after.ask("FAIL {\"jid\":\"failed-later\"}")).isEqualTo("+OK");
                assertThat(sets(after)).isEqualTo("{\"dead\":0,\"retries\":1,\"scheduled\":1,\"working\":0}");
                assertThat(after.ask("FETCH resting default")).contains("queued-job");
                assertThat(after.ask("FETCH resting")).isEqualTo("nil");
            }
        }
    }

    private static String sets(RawClient client) throws IOException {
        return client.askJson("INFO").getAsJsonObject("faktory").get("sets").toString();
    }
}
