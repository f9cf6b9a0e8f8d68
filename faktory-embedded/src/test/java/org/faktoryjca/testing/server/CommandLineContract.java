package org.faktoryjca.testing.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a command line is. */
abstract class CommandLineContract extends ContractTopic {

    @ParameterizedTest
    @CsvSource(
            value = {
                "FOO,FOO",
                "FOO bar,FOO",
                "push {},push",
                "PING,PING",
                "SHUTDOWN,SHUTDOWN",
                "'',''",
                "' ',''",
                "' PUSH {}',''",
                "'\tFOO','\tFOO'"
            },
            ignoreLeadingAndTrailingWhitespace = false)
    void unknownVerbsAreNamedAndTheirCaseMatters(String line, String verb) throws IOException {
        assertThat(client.ask(line)).isEqualTo("-ERR unknown command " + verb);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BATCH", "BATCH NEW {}", "BATCH OPEN x", "BATCH COMMIT x", "BATCH STATUS x"})
    void batchesAreRefusedByName(String line) throws IOException {
        assertThat(client.ask(line)).isEqualTo("-ERR batch subsystem is only available in Faktory Enterprise");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACK", "TRACK GET x", "TRACK SET {}"})
    void trackingIsRefusedByName(String line) throws IOException {
        assertThat(client.ask(line)).isEqualTo("-ERR tracking subsystem is only available in Faktory Enterprise");
    }

    /** 1.9.4 dies of each of these. */
    @Test
    void aMissingArgumentIsAnInternalErrorOrTheEndOfTheServer() throws IOException {
        var lines =
                List.of("PUSH", "PUSHB", "ACK", "FAIL", "BEAT", "QUEUE", "QUEUE PAUSE", "QUEUE RESUME", "QUEUE REMOVE");
        if (!has(Wrong.MISSING_ARGUMENT_KILLS)) {
            for (var line : lines) {
                assertThat(client.ask(line)).as(line).isEqualTo("-ERR internal error");
            }
            return;
        }
        try (var victim = (FaktoryProcess) contract().start(Contract.Setup.PLAIN)) {
            for (var line : lines) {
                try (var killer = RawClient.greeted(victim)) {
                    assertThat(killer.ask(line)).as(line).isEqualTo("closed");
                }
                Await.until(() -> victim.log().contains("panic: runtime error"));
                victim.restart();
            }
        }
    }

    /** Afterwards every reply is taken for the one before it, unless the client throws such a connection away. */
    @ParameterizedTest
    @CsvSource({"FAIL,jid,Job not found", "BEAT,wid,unknown worker"})
    void aLineFeedInWhatAnErrorNamesIsASpaceOrSplitsTheErrorWhereTheServerIsWrong(String verb, String key, String error)
            throws IOException {
        var reply = client.ask(verb + " {\"" + key + "\":\"one\\ntwo\"}");
        if (has(Wrong.LINE_FEED_SPLITS_ERRORS)) {
            assertThat(reply).isEqualTo("-ERR " + error + " one");
            assertThat(client.read()).isEqualTo("two");
        } else {
            assertThat(reply).isEqualTo("-ERR " + error + " one two");
        }
        assertThat(client.ask("PUSHB []")).isEqualTo("{}");
    }

    @Test
    void aCarriageReturnInWhatAnErrorNamesDoesNotEndIt() throws IOException {
        assertThat(client.ask("FAIL {\"jid\":\"one\\rtwo\"}")).isEqualTo("-ERR Job not found one\rtwo");
    }

    @Test
    void noReplyIsHeldUpByAWaitingFetchBehindIt() throws IOException {
        client.send("PUSHB []\r\nFETCH nothing-yet\r\nFOO");
        assertThat(client.read()).isEqualTo("{}");
        // It waits still: held up until it had found nothing, the reply would have come too late for this.
        try (var producer = RawClient.greeted(server())) {
            producer.ask("PUSHB [" + job("not-held-up", ",\"queue\":\"nothing-yet\"") + "]");
        }
        assertThat(client.read()).contains("not-held-up");
        assertThat(client.read()).isEqualTo("-ERR unknown command FOO");
    }

    @Test
    void commandsMayBeSentAheadOfTheirRepliesAndRunInOrder() throws IOException {
        push("pipelined-1", "");
        push("pipelined-2", "");
        client.send("FETCH default\r\nACK {\"jid\":\"pipelined-1\"}\r\nFETCH default\r\nPUSHB []");
        assertThat(client.read()).contains("pipelined-1");
        assertThat(client.read()).isEqualTo("+OK");
        assertThat(client.read()).contains("pipelined-2");
        assertThat(client.read()).isEqualTo("{}");
    }

    /** Longer than a HELLO may take; what passes the time is another connection's FETCH that finds nothing. */
    @Test
    void aGreetedClientMayTakeItsTimeOverALine() throws IOException {
        client.sendWithoutEnd("PUSHB [");
        try (var waiting = RawClient.greeted(server())) {
            assertThat(waiting.ask("FETCH nothing-here")).isEqualTo("nil");
            assertThat(waiting.ask("FETCH nothing-here")).isEqualTo("nil");
        }
        assertThat(client.ask("]")).isEqualTo("{}");
    }

    @Test
    void aLineOfFiveMegabytesPasses() throws IOException {
        push(jid(), ",\"args\":[\"" + "x".repeat(5_000_000) + "\"]");
        var args = client.askJson("FETCH default").getAsJsonArray("args");
        assertThat(args.get(0).getAsString()).hasSize(5_000_000);
    }
}
