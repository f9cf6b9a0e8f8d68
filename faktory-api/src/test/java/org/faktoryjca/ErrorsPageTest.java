package org.faktoryjca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/errors.md} is made from the codes and their documentation. With {@code -Dwrite.docs=true} this writes it. */
class ErrorsPageTest {
    private static final Path SOURCE = Path.of("src", "main", "java", "org", "faktoryjca", "ErrorCode.java");
    private static final Path PAGE = Path.of("..", "docs", "errors.md");

    private static final String HEAD = """
            # Errors

            Every exception, and every log line about an error, begins with its code. A code keeps its meaning and is never used again.
            1xx reaching the work server · 2xx the conversation with it · 3xx jobs · 4xx transactions · 5xx deployment and settings · 6xx
            workers. Made from `ErrorCode.java`; a test holds the two together.

            | code | cause | what to do |
            | --- | --- | --- |
            """;

    private static String page() throws IOException {
        var source = Files.readString(SOURCE);
        return Stream.of(ErrorCode.values())
                .sorted(Comparator.comparing(ErrorCode::code))
                .map(code -> "| `%s` | %s | %s |\n"
                        .formatted(
                                code.code(), cause(code, source), code.remedy().replace("|", "\\|")))
                .collect(Collectors.joining("", HEAD, ""));
    }

    private static String cause(ErrorCode code, String source) {
        var documented = Pattern.compile("/\\*\\* ((?:(?!\\*/).)+?) \\*/\\s+" + code.name() + "\\(", Pattern.DOTALL)
                .matcher(source);
        return documented.find()
                ? documented.group(1).replaceAll("\\s*\\n\\s*\\*\\s*", " ").replaceAll("\\{@code ([^}]*)}", "`$1`")
                : fail(code.name() + " has no documentation");
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
