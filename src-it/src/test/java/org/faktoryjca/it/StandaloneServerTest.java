package org.faktoryjca.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server in memory as a program, run by the script that the documentation shows. */
@Timeout(180)
class StandaloneServerTest {
    private static final Pattern LISTENS = Pattern.compile(".* listens on tcp://127\\.0\\.0\\.1:(\\d+); .*");

    private Process script;

    @BeforeEach
    void start() throws IOException {
        script = new ProcessBuilder("sh", "src-it/src/test/examples/standalone.sh")
                .directory(Path.of("..").toFile())
                .redirectErrorStream(true)
                .start();
    }

    @AfterEach
    void stop() {
        script.descendants().forEach(ProcessHandle::destroy);
        script.destroy();
    }

    @Test
    void itSaysWhereItListensAndHoldsTheStateOfTheFile() throws IOException {
        var out = new BufferedReader(new InputStreamReader(script.getInputStream(), StandardCharsets.UTF_8));
        var address = LISTENS.matcher(String.valueOf(out.readLine()));
        assertThat(address.matches()).as("what it said first").isTrue();

        try (var client = new RawFaktory("127.0.0.1", Integer.parseInt(address.group(1)))) {
            assertThat(client.command("INFO")).contains("\"dead\":3");
        }
    }
}
