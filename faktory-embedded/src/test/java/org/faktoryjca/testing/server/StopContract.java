package org.faktoryjca.testing.server;

import static org.assertj.core.api.Assertions.assertThat;

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
            assertThat(waiting.read()).isIn("-ERR redis: client is closed", "nil");
            assertThat(idle.ask("PUSHB []")).isEqualTo("-ERR shutdown in progress");
            assertThat(idle.read()).isEqualTo("closed");
            stop.join();
        }
    }
}
