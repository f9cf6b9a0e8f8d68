package org.faktoryjca.it;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The code blocks of a document that are taken from a source, so that what a reader copies was compiled and run. Before such a
 * block stands where it is from, by its path in the repository: a region of a file, or a whole file.
 *
 * <pre>{@code
 * <!-- from: faktory-testing/src/test/java/org/faktoryjca/testing/Examples.java#pushing -->
 * <!-- from: faktory-testing/src/test/resources/orders.json -->
 * }</pre>
 *
 * In the source a region lies between the comments {@code tag::pushing[]} and {@code end::pushing[]}, each a line of its own; it may have
 * several parts.
 */
final class MarkedBlocks {
    private static final Pattern BLOCK = Pattern.compile(
            "(?m)^(?<head>(?:<!-- from: (?<file>[^#\\s]+)(?:#(?<region>[\\w-]+))? -->\\n)?```(?<language>\\w*)\\n)(?<code>(?s:.*?))^```$");
    private static final Pattern TAG = Pattern.compile("\\s*(?://|#|<!--)\\s*(?:tag|end)::[\\w-]+\\[].*");

    private final Path repository;

    MarkedBlocks(Path repository) {
        this.repository = repository;
    }

    /** The document with every marked block as its source has it: equal to the document itself if none has drifted. */
    String refreshed(String document) {
        return BLOCK.matcher(document).replaceAll(block -> Matcher.quoteReplacement(refreshed(block)));
    }

    /** The first line of each Java block that has no mark. */
    List<String> unmarked(String document) {
        return BLOCK.matcher(document)
                .results()
                .filter(block -> group(block, "file") == null && "java".equals(group(block, "language")))
                .map(block -> group(block, "code").lines().findFirst().orElse("(empty)"))
                .toList();
    }

    private String refreshed(MatchResult block) {
        return group(block, "file") == null
                ? block.group()
                : group(block, "head") + source(group(block, "file"), group(block, "region")) + "```";
    }

    private String source(String file, String region) {
        try {
            var lines = Files.readAllLines(repository.resolve(file));
            return region == null ? text(lines) : text(region(file, region, lines));
        } catch (IOException e) {
            throw new AssertionError("a document takes an example from " + file + ", which cannot be read", e);
        }
    }

    /** All parts of a region: what lies within it and is of no interest may be left out. */
    private static List<String> region(String file, String region, List<String> lines) {
        var found = new ArrayList<String>();
        var inside = false;
        for (var line : lines) {
            inside = inside && !line.contains("end::" + region + "[]");
            if (inside && !TAG.matcher(line).matches()) {
                found.add(line);
            }
            inside |= line.contains("tag::" + region + "[]");
        }
        if (inside || found.isEmpty()) {
            throw new AssertionError("a document takes the region " + region + " from " + file + ", which "
                    + (inside ? "does not end it" : "has none of that name"));
        }
        return found;
    }

    /** Moved to the left margin, as far as its least indented line allows. */
    private static String text(List<String> lines) {
        var margin = lines.stream()
                .filter(line -> !line.isBlank())
                .mapToInt(line -> line.length() - line.stripLeading().length())
                .min()
                .orElse(0);
        return lines.stream()
                .map(line -> line.isBlank() ? "" : line.substring(margin))
                .map(line -> line + "\n")
                .collect(joining());
    }

    /** A result's groups have numbers only, on Java 17. */
    private static String group(MatchResult block, String name) {
        return block.group(List.of("head", "file", "region", "language", "code").indexOf(name) + 1);
    }
}
