package org.faktoryjca.testing.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of commands that need no job, and what is answered: above all, every error text. */
abstract class RefusalContract extends ContractTopic {

    private static final String TABLE = "replies.txt";
    private static final String ARROW = " ⇒ ";

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.faktoryjca.testing.server.RefusalContract#replies")
    void isAnsweredAsTheTableSays(String command, String reply) throws IOException {
        assertThat(client.ask(command)).isEqualTo(reply);
    }

    static Stream<Arguments> replies() {
        try (var in = RefusalContract.class.getResourceAsStream(TABLE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(line -> line.split(ARROW, 2))
                    .map(parts -> Arguments.of(parts[0], parts[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
