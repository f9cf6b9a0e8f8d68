package org.faktoryjca.testing.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever a client sends over a real connection, its HELLO too, ends in replies or in the connection's end; others are served. */
class SocketFuzzTest {

    private static final int SOCKETS = 200;

    private static final Pattern FIRST_LINE =
            Pattern.compile("\\+HI \\{.*|\\+OK|-ERR .*|\\$-1|\\$(?<length>\\d+)", Pattern.DOTALL);

    private final FuzzInputs inputs = FuzzInputs.ofChance();

    @Test
    @Timeout(600)
    void aServerServesOthersWhateverOneClientSends() throws IOException {
        var answers = new ArrayList<String>();
        try (var server = EmbeddedFaktory.start()) {
            // All at once, since some wait in a FETCH.
            var clients = new ArrayList<RawClient>();
            for (var i = 0; i < SOCKETS; i++) {
                var client = RawClient.silent(server);
                clients.add(client);
                client.sendLast(inputs.hello(4), inputs.next());
            }
            for (var client : clients) {
                try (client) {
                    answers.add(client.rest());
                }
            }
            try (var other = RawClient.greeted(server)) {
                assertThat(other.ask("PUSHB []")).as("seed %d", inputs.seed()).isEqualTo("{}");
            }
        }
        var replies = answers.stream().mapToInt(SocketFuzzTest::replies).toArray();
        assertThat(IntStream.of(replies).filter(count -> count > 2))
                .as("those who heard more than the greeting and OK, seed %d", inputs.seed())
                .hasSizeGreaterThan(SOCKETS / 3);
    }

    /** The number of whole replies. A server that closes with unread input may cut the last one off. */
    private static int replies(String said) {
        var replies = 0;
        for (var rest = said; !rest.isEmpty(); replies++) {
            var end = rest.indexOf("\r\n");
            var first = FIRST_LINE.matcher(end < 0 ? rest : rest.substring(0, end));
            if (end < 0 && "+-$".indexOf(rest.charAt(0)) >= 0) {
                return replies;
            }
            assertThat(first.matches()).as("a reply: %s", rest).isTrue();
            assertThat(rest.startsWith("+HI "))
                    .as("a greeting, and only at the beginning: %s", said)
                    .isEqualTo(replies == 0);
            var next = end + 2;
            if (first.group("length") != null) {
                next += Integer.parseInt(first.group("length")) + 2;
                if (next > rest.length()) {
                    return replies;
                }
                assertThat(rest.substring(next - 2, next))
                        .as("the end of a reply in %s", said)
                        .isEqualTo("\r\n");
            }
            rest = rest.substring(next);
        }
        return replies;
    }
}
