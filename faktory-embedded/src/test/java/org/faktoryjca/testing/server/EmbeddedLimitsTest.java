package org.faktoryjca.testing.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server in memory stands, and where it stops a client. */
class EmbeddedLimitsTest {

    @Test
    void theNumberOfConnectionsCanBeLimited() throws IOException {
        try (var server = EmbeddedFaktory.builder().mostConnections(1).start();
                var first = RawClient.greeted(server);
                var second = RawClient.greeted(server)) {
            assertThat(second.read()).isEqualTo("-ERR too many connections: 2");
            assertThat(second.read()).isEqualTo("closed");
            assertThat(first.ask("PUSHB []")).isEqualTo("{}");
        }
        assertThatThrownBy(() -> EmbeddedFaktory.builder().mostConnections(0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void jsonMayBeNestedAThousandDeepAndNoDeeper() throws IOException {
        try (var server = EmbeddedFaktory.start();
                var client = RawClient.greeted(server)) {
            client.push("deep-job", ",\"custom\":{\"a\":" + "[".repeat(997) + "]".repeat(997) + "}");
            assertThat(client.ask("FETCH default")).contains("[".repeat(997));
            assertThat(client.ask("PUSHB " + "[".repeat(1_001)))
                    .isEqualTo("-ERR invalid JSON: invalid character '[' exceeded max depth");
            assertThat(client.ask("PUSHB " + "[".repeat(1_000_000)))
                    .isEqualTo("-ERR invalid JSON: invalid character '[' exceeded max depth");
        }
    }

    /** A client may say of a job that it has failed any number of times. */
    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -5, 1_000_000, Long.MAX_VALUE})
    void noCountOfFailuresBreaksAnything(long count) throws IOException {
        try (var server = EmbeddedFaktory.start();
                var client = RawClient.greeted(server)) {
            client.push("often-failed", ",\"failure\":{\"retry_count\":" + count + ",\"remaining\":" + count + "}");
            client.ask("FETCH default");
            assertThat(client.ask("FAIL {\"jid\":\"often-failed\"}")).isEqualTo("+OK");
            assertThat(server.retries().size() + server.dead().size()).isEqualTo(1);
            assertThat(ServerState.parse("state", server.state().json())).isEqualTo(server.state());
        }
    }

    @Test
    void whoDripsItsHelloIsClosedLikeWhoIsSilent() throws IOException {
        try (var server = EmbeddedFaktory.start();
                var client = RawClient.silent(server)) {
            client.read();
            client.sendWithoutEnd("HELLO ");
            Await.until(() -> {
                client.sendWithoutEnd(" ");
                return client.isClosed();
            });
        }
    }

    @Test
    void aLineThatNeverEndsIsCutOff() throws IOException {
        try (var server = EmbeddedFaktory.start();
                var client = RawClient.greeted(server)) {
            var limit = 64 << 20;
            client.sendWithoutEnd("x".repeat(limit + 1));
            assertThat(client.read()).isEqualTo("-ERR command line longer than " + limit + " bytes");
            assertThat(client.read()).isEqualTo("closed");
        }
    }
}
