package org.faktoryjca.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.management.JMException;

/**
 * What keeps the class loaders of a type, as a heap dump shows.
 *
 * @param known by references that are known to be the server's own, each one's way
 * @param unknown by others: these are leaks of ours
 */
record Kept(List<String> known, List<String> unknown) {
    /** How many generations the known references keep at most: as many as the server has such threads. */
    private static final int MOST = 6;

    /** As {@code docs/server-notes.md} explains them; each of them keeps its last, or its first, or what was refused. */
    private static final Pattern SERVERS_OWN = Pattern.compile(String.join(
            "|",
            // The JDK's equals() of records.
            "java\\.lang\\.invoke\\.MethodHandle\\.asTypeCache",
            // H2's exception for want of memory, made in advance.
            "org\\.h2\\.message\\.DbException\\.OOME",
            // Payara.
            "com\\.sun\\.enterprise\\.resource\\.pool\\.resizer\\.Resizer\\..*",
            "java\\.lang\\.Thread\\.contextClassLoader of (RA Shutdown|connectors-runtime-context)",
            "java\\.lang\\.Thread\\.inheritedAccessControlContext of .*thread-pool.*",
            // WildFly.
            "org\\.jboss\\.threads\\.EnhancedQueueExecutor\\$Task\\..*",
            "org\\.jboss\\.as\\.server\\.suspend\\.SuspendController\\..*"));

    static Kept by(ServerJvm server, String... types) throws IOException, JMException {
        var dump = server.heap();
        var all = HeapPaths.of(dump, reference -> false);
        var others =
                HeapPaths.of(dump, reference -> SERVERS_OWN.matcher(reference).matches());
        var known = new ArrayList<String>();
        var unknown = new ArrayList<String>();
        for (var type : types) {
            for (var loader : dump.loaders(type)) {
                var way = others.to(loader);
                if (!way.isEmpty()) {
                    unknown.add(described(type, way));
                } else if (!all.to(loader).isEmpty()) {
                    known.add(described(type, all.to(loader)));
                }
            }
        }
        return new Kept(known, unknown);
    }

    private static String described(String type, List<String> way) {
        return type + " kept by " + String.join("\n    ", way);
    }

    /** Waits for that: objects with finalizers go some collections later, and so do their classes. */
    static void assertNothingButWhatTheServerKeeps(ServerJvm server, int times, String... types) {
        await().atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(() -> {
                    var kept = by(server, types);
                    var ways = kept.known().stream().map(Kept::first).collect(Collectors.toCollection(TreeSet::new));
                    System.out.printf(
                            "after %d redeployments the server keeps %d of %s: %s%n",
                            times, kept.known().size(), List.of(types), ways);
                    assertThat(kept.unknown())
                            .as("kept by others than the server")
                            .isEmpty();
                    assertThat(kept.known()).as("kept by the server").hasSizeLessThanOrEqualTo(types.length * MOST);
                });
    }

    /** Which of the server's own references it is. */
    private static String first(String way) {
        return way.lines()
                .map(line -> line.strip().replaceFirst(" -> .*", ""))
                .filter(line -> SERVERS_OWN.matcher(line).matches())
                .findFirst()
                .orElse(way);
    }
}
