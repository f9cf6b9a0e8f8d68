package org.faktoryjca.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/errors.md} is made from the source of the codes. With {@code -Dwrite.docs=true} this writes it. */
class ErrorsPageTest {
    private static final Path SOURCE =
            Path.of("..", "faktory-api", "src", "main", "java", "org", "faktoryjca", "ErrorCode.java");
    private static final Path PAGE = Path.of("..", "docs", "errors.md");
    private static final Pattern CONSTANT = Pattern.compile(
            "/\\*\\* (.+?) \\*/\\s+([A-Z_]+)\\(\\s*([0-9]{3}),\\s*(\"(?:[^\"\\\\]|\\\\.)*\")\\s*\\)", Pattern.DOTALL);

    private static String page() throws IOException {
        var rows = new TreeMap<String, String>();
        var constants = CONSTANT.matcher(Files.readString(SOURCE));
        while (constants.find()) {
            var cause =
                    constants.group(1).replaceAll("\\s*\\n\\s*\\*\\s*", " ").replaceAll("\\{@code ([^}]*)}", "`$1`");
            var remedy = constants.group(4).substring(1, constants.group(4).length() - 1);
            rows.put(
                    constants.group(3),
                    "| `FAKTORY-%s` | %s | %s |".formatted(constants.group(3), cause, remedy.replace("|", "\\|")));
        }
        assertThat(rows).hasSizeGreaterThan(30);
        return """
                # Errors

                Every exception, and every log line about an error, begins with its code. A code keeps its meaning and is never used again.
                1xx reaching the work server · 2xx the conversation with it · 3xx jobs · 4xx transactions · 5xx deployment and settings · 6xx
                workers. Made from `ErrorCode.java`; a test holds the two together.

                | code | cause | what to do |
                | --- | --- | --- |
                """ + String.join("\n", rows.values()) + "\n";
    }

    @Test
    void thePageListsEveryCodeWithItsCauseAndRemedy() throws IOException {
        var page = page();
        if (Boolean.getBoolean("write.docs")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }
}
