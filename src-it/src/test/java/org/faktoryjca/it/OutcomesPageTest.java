package org.faktoryjca.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/outcomes.md} has each row of the table in {@code docs/architecture.md}, and names tests that there are, and which of them do
 * not run everywhere and always.
 */
class OutcomesPageTest {
    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z]+)\\.([a-z][A-Za-z]+)`");

    private static final Pattern REMARKED = Pattern.compile(TEST + "(?: \\((Payara|WildFly|`--long`)\\))?");

    /** A test's condition, as it is written, and the page's words for it. */
    private static final Map<String, String> CONDITIONS =
            Map.of("matches = \"payara\"", "Payara", "matches = \"wildfly\"", "WildFly", "\"verify.long\"", "`--long`");

    /** The cells of each row of the first table after these words. */
    private static List<List<String>> table(String page, String after) throws IOException {
        var text = Files.readString(DOCS.resolve(page));
        return text.substring(text.indexOf(after))
                .lines()
                .dropWhile(line -> !line.startsWith("| ---"))
                .skip(1)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> List.of(line.substring(2).split(" \\| ?")))
                .toList();
    }

    private static List<String> firsts(List<List<String>> table) {
        return table.stream().map(row -> row.get(0)).toList();
    }

    @Test
    void everyOutcomeHasItsTests() throws IOException {
        var outcomes = table("outcomes.md", "# Which test");
        assertThat(firsts(outcomes))
                .hasSizeGreaterThan(10)
                .containsExactlyElementsOf(firsts(table("architecture.md", "### What becomes of a job")));
        assertThat(outcomes).allSatisfy(row -> {
            assertThat(row).hasSize(4).noneMatch(String::isBlank);
            assertThat(String.join(" ", row)).containsPattern(TEST);
        });
    }

    @Test
    void everyTestThatIsNamedIsThere() throws IOException {
        var named = TEST.matcher(Files.readString(DOCS.resolve("outcomes.md")))
                .results()
                .toList();
        assertThat(named).hasSizeGreaterThan(20);
        for (var test : named) {
            assertThat(source(test)).contains("void " + test.group(2) + "(");
        }
    }

    /** What the page has to say after each name, by the conditions among the test's annotations. */
    @Test
    void whereATestDoesNotRunIsSaid() throws IOException {
        var remarks = new TreeSet<String>();
        for (var test : REMARKED.matcher(Files.readString(DOCS.resolve("outcomes.md")))
                .results()
                .toList()) {
            var said = Objects.requireNonNullElse(test.group(3), "");
            assertThat(said).as(test.group()).isEqualTo(remark(source(test), test.group(2)));
            remarks.add(said);
        }
        assertThat(remarks).containsExactly("", "Payara", "`--long`");
    }

    private static String remark(String source, String test) {
        // A test that looks by itself where it runs, and then does nothing, could not be told from others here.
        assertThat(source).doesNotContain("Assumptions");
        var end = source.indexOf("void " + test + "(");
        var annotations = source.substring(source.lastIndexOf("\n\n", end), end);
        if (!annotations.contains("abled")) {
            return "";
        }
        return CONDITIONS.entrySet().stream()
                .filter(condition -> annotations.contains(condition.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new AssertionError("not understood: " + annotations));
    }

    private static String source(MatchResult test) throws IOException {
        for (var place : List.of(
                Path.of("src/test/java/org/faktoryjca/it"),
                Path.of("../faktory-ra/src/test/java/org/faktoryjca/ra/inbound"))) {
            var file = place.resolve(test.group(1) + ".java");
            if (Files.exists(file)) {
                return Files.readString(file);
            }
        }
        throw new AssertionError("there is no test " + test.group());
    }
}
