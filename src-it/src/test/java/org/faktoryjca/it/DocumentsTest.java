package org.faktoryjca.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The code in the documents is that of the sources it is marked with. With {@code -Dwrite.docs=true} this puts it there. */
class DocumentsTest {
    private static final Path REPOSITORY = Path.of("..");

    @TempDir
    Path other;

    static List<Path> documents() throws IOException {
        try (var docs = Files.list(REPOSITORY.resolve("docs"))) {
            return Stream.concat(Stream.of(REPOSITORY.resolve("README.md")), docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void theMarkedBlocksOfADocumentAreWhatTheirSourcesSay(Path document) throws IOException {
        var written = Files.readString(document);
        var refreshed = new MarkedBlocks(REPOSITORY).refreshed(written);
        if (Boolean.getBoolean("write.docs")) {
            Files.writeString(document, refreshed);
        }
        assertThat(Files.readString(document)).isEqualTo(refreshed);
    }

    /** The README shows beans that only an application server runs, and leaves out of these what a reader knows. */
    @ParameterizedTest
    @MethodSource("documents")
    void noJavaBlockOfAPageIsWithoutASource(Path document) throws IOException {
        assertThat(new MarkedBlocks(REPOSITORY).unmarked(Files.readString(document)))
                .allSatisfy(line -> assertThat(line).startsWith("@"))
                .hasSize(document.endsWith("README.md") ? 4 : 0);
    }

    @Test
    void aBlockThatHasDriftedIsReplacedByItsRegion() throws IOException {
        Files.writeString(
                other.resolve("A.java"),
                "class A {\n    // tag::one[]\n    int a;\n\n    // tag::two[]\n        int b;\n    // end::two[]\n    // end::one[]\n    int c;\n    // tag::one[]\n    int d;\n    // end::one[]\n}\n");
        var blocks = new MarkedBlocks(other);

        assertThat(blocks.refreshed("before\n<!-- from: A.java#one -->\n```java\nold\n```\nafter\n"))
                .isEqualTo("before\n<!-- from: A.java#one -->\n```java\nint a;\n\n    int b;\nint d;\n```\nafter\n");
        assertThat(blocks.refreshed("<!-- from: A.java#two -->\n```java\n```\n"))
                .isEqualTo("<!-- from: A.java#two -->\n```java\nint b;\n```\n");
        assertThat(blocks.refreshed("```java\nfree\n```\n")).isEqualTo("```java\nfree\n```\n");
        assertThat(blocks.unmarked("```java\nfree\n```\n```sh\nls\n```\n<!-- from: A.java#two -->\n```java\n```\n"))
                .containsExactly("free");
    }

    @Test
    void aMarkThatLeadsNowhereIsAnError() throws IOException {
        Files.writeString(other.resolve("A.java"), "// tag::one[]\n");
        var blocks = new MarkedBlocks(other);

        for (var mark : List.of("A.java#one", "A.java#two", "B.java#one", "B.java")) {
            assertThatThrownBy(() -> blocks.refreshed("<!-- from: " + mark + " -->\n```java\n```\n"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining(mark.substring(0, 6));
        }
    }
}
