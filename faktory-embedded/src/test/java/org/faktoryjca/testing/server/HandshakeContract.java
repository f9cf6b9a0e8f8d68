package org.faktoryjca.testing.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a connection begins and ends. */
abstract class HandshakeContract extends ContractTopic {

    private static final String PASSWORD = "pass wörd/:@";
    private static final int MOST_CONNECTIONS = 2_000;

    @Test
    void greetsWithTheProtocolsVersion() throws IOException {
        try (var silent = RawClient.silent(server())) {
            assertThat(silent.read()).isEqualTo("+HI {\"v\":2}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HELLO {\"v\""})
    void closesWithoutAWordWhenNoHelloComesWithinTwoSeconds(String beginning) throws IOException {
        var start = System.nanoTime();
        try (var silent = RawClient.silent(server())) {
            silent.read();
            silent.sendWithoutEnd(beginning);
            assertThat(silent.read()).isEqualTo("closed");
            assertThat(elapsed(start)).isBetween(Duration.ofMillis(1_800), Duration.ofSeconds(30));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello {\"v\":2}",
                "HELLO",
                "HELLO {",
                "HELLO []",
                "HELLO null",
                "HELLO  {\"v\":2}",
                "HELLO\t{\"v\":2}",
                "HELLO {\"v\":\"2\"}",
                "HELLO {\"v\":1.5}",
                "HELLO {\"v\":2} x",
                "HELLO {\"v\":2}x",
                "HELLO {\"v\":2,\"wid\":5}",
                "HELLO {\"v\":2,\"wid\":\"w\",\"hostname\":5}",
                "HELLO {\"v\":2,\"wid\":\"w\",\"pid\":\"x\"}",
                "HELLO {\"v\":2,\"wid\":\"w\",\"labels\":\"x\"}",
                "HELLO {\"v\":2,\"wid\":\"w\",\"labels\":[5]}",
                "HELLO {\"v\":2,\"pwdhash\":5}",
                "HELLO {\"v\":2,\"username\":5}",
                "HELLO {\"v\":2,\"rss_kb\":\"5\"}",
                "HELLO {\"v\":2,\"RSS_KB\":1.5}",
                "HELLO {\"v\":2,\"StartedAt\":5}",
                "HELLO {\"v\":2,\"startedat\":\"\"}",
                "PUSH {}",
                "FETCH default",
                "INFO",
                "FLUSH",
                "END",
                ""
            })
    void closesWithoutAWordOnAnythingButAGoodHello(String hello) throws IOException {
        try (var silent = RawClient.silent(server())) {
            silent.read();
            assertThat(silent.ask(hello)).isEqualTo("closed");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HELLO {\"v\":2}",
                "HELLO {\"v\":1}",
                "HELLO {\"v\":3}",
                "HELLO {}",
                "HELLO {\"V\":2} ",
                "HELLO {\"v\":2,\"username\":\"x\",\"pwdhash\":\"not asked for\"}",
                "HELLO {\"v\":2,\"wid\":\"worker\",\"foo\":{}}",
                "HELLO {\"v\":2,\"rss_kb\":5,\"StartedAt\":\"2020-01-01T00:00:00Z\",\"RssKb\":\"unknown\"}",
                "HELLO {\"v\":2,\"rss_kb\":null,\"StartedAt\":null,\"started_at\":5}",
                "HELLO {\"v\":2,\"wid\":\"worker\",\"hostname\":\"h\",\"pid\":1,\"labels\":[\"java\"]}"
            })
    void takesAnyVersionAndWhatItDoesNotKnow(String hello) throws IOException {
        try (var silent = RawClient.silent(server())) {
            silent.read();
            assertThat(silent.ask(hello)).isEqualTo("+OK");
            assertThat(silent.ask("PUSHB []")).isEqualTo("{}");
        }
    }

    @Test
    void aHelloAndCommandsMayBeSentAheadAndLinesMayEndWithALineFeedAlone() throws IOException {
        try (var silent = RawClient.silent(server())) {
            silent.sendWithoutEnd("HELLO {\"v\":2}\nPUSHB []\nFOO\r\n");
            assertThat(silent.read()).startsWith("+HI ");
            assertThat(silent.read()).isEqualTo("+OK");
            assertThat(silent.read()).isEqualTo("{}");
            assertThat(silent.read()).isEqualTo("-ERR unknown command FOO");
        }
    }

    @Test
    void helloIsNoCommandOnceGreeted() throws IOException {
        assertThat(client.ask("HELLO {\"v\":2}")).isEqualTo("-ERR unknown command HELLO");
    }

    @ParameterizedTest
    @ValueSource(strings = {"END", "END ", "END now"})
    void endClosesWithoutAReply(String end) throws IOException {
        assertThat(client.ask(end)).isEqualTo("closed");
    }

    @Test
    void asksForThePasswordAndTakesTheRightOneOnly() throws IOException, GeneralSecurityException {
        try (var guarded = contract().start(Contract.Setup.password(PASSWORD))) {
            assertThat(guarded.url()).isEqualTo("tcp://:pass%20w%C3%B6rd%2F%3A%40@127.0.0.1:" + guarded.port());
            for (var hello : new String[] {
                "HELLO {\"v\":2}", "HELLO {\"v\":2,\"pwdhash\":\"00\"}", "HELLO {\"v\":1,\"pwdhash\":\"\"}"
            }) {
                try (var stranger = RawClient.silent(guarded)) {
                    assertThat(stranger.read()).startsWith("+HI {");
                    assertThat(stranger.ask(hello)).isEqualTo("-ERR Invalid password");
                    assertThat(stranger.read()).isEqualTo("closed");
                }
            }
            for (var other : new String[] {"HELLO x", "PUSHB []", "END"}) {
                try (var stranger = RawClient.silent(guarded)) {
                    stranger.read();
                    assertThat(stranger.ask(other)).isEqualTo("closed");
                }
            }
            try (var friend = RawClient.silent(guarded)) {
                var hi = RawClient.json(friend.read().substring("+HI ".length()));
                var iterations = hi.get("i").getAsInt();
                assertThat(hi.get("v").getAsInt()).isEqualTo(2);
                assertThat(iterations).isBetween(4000, 8095);
                assertThat(hi.get("s").getAsString()).matches("[0-9a-f]{10,16}");
                var hash = RawClient.hash(PASSWORD, hi.get("s").getAsString(), iterations);
                assertThat(friend.ask("HELLO {\"v\":2,\"pwdhash\":\"" + hash + "\"}"))
                        .isEqualTo("+OK");
                assertThat(friend.ask("PUSHB []")).isEqualTo("{}");
            }
        }
    }

    @Test
    void speaksTlsWithACertificateAndNothingElse(@TempDir Path directory)
            throws IOException, GeneralSecurityException, InterruptedException {
        var certificate = TestCertificate.in(directory);
        try (var secret = contract().start(Contract.Setup.tls(certificate.pem(), certificate.key()))) {
            assertThat(secret.url()).isEqualTo("tcp+tls://127.0.0.1:" + secret.port());
            try (var trusting = RawClient.over(certificate.connect(secret.port()))) {
                assertThat(trusting.read()).isEqualTo("+HI {\"v\":2}");
                assertThat(trusting.ask("HELLO {\"v\":2}")).isEqualTo("+OK");
                assertThat(trusting.ask("PUSHB []")).isEqualTo("{}");
                assertThat(trusting.ask("END")).isEqualTo("closed");
            }
            try (var plain = RawClient.silent(secret)) {
                plain.send("HELLO {\"v\":2}");
                assertThat(plain.read()).doesNotStartWith("+HI");
            }
        }
    }

    private String turnedAway() throws IOException {
        try (var tooMuch = RawClient.greeted(server())) {
            var word = tooMuch.read();
            assertThat(tooMuch.read()).isEqualTo("closed");
            return word;
        }
    }

    @Test
    void oneConnectionTooManyIsGreetedToldAndClosed() throws IOException {
        var open = new ArrayList<RawClient>();
        try {
            // The topic's own client is one of them. Those of tests before count until the server notices that they are
            // gone,
            // which after a FETCH that nobody waits for takes 2 s.
            Await.until(() -> client.askJson("INFO")
                            .getAsJsonObject("server")
                            .get("connections")
                            .getAsInt()
                    == 1);
            while (open.size() < MOST_CONNECTIONS - 1) {
                open.add(RawClient.greeted(server()));
            }
            assertThat(open.get(open.size() - 1).ask("PUSHB []")).isEqualTo("{}");
            assertThat(turnedAway()).isEqualTo("-ERR too many connections: 2001");
            // Real servers count who was turned away for a moment longer.
            Await.until(() -> turnedAway().equals("-ERR too many connections: 2001"));
            open.remove(0).close();
            Await.until(() -> {
                try (var again = RawClient.greeted(server())) {
                    return again.ask("PUSHB []").equals("{}");
                }
            });
        } finally {
            for (var each : open) {
                each.close();
            }
        }
    }
}
