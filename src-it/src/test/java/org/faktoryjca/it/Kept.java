package org.faktoryjca.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
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
    private static final int MOST = 8;

    /** As {@code docs/server-notes.md} explains them; each of them keeps its last, or its first, or what was refused. */
    private static final Pattern SERVERS_OWN = Pattern.compile(String.join(
            "|",
            // The JDK's equals() of records.
            "java\\.lang\\.invoke\\.MethodHandle\\.asTypeCache",
            // H2's exceptions for want of memory, made in advance.
            "org\\.h2\\..*\\.(SQL_)?OOME",
            // H2's thread for the end of the virtual machine, made for the first database.
            "java\\.lang\\.Thread\\..* of org\\.h2\\.engine\\.OnExitDatabaseCloser",
            // Payara.
            "com\\.sun\\.ejb\\.containers\\.util\\.pool\\.NonBlockingPool\\$PoolResizeTimerTask\\..*",
            "com\\.sun\\.enterprise\\.resource\\.pool\\.resizer\\.Resizer\\..*",
            "java\\.lang\\.Thread\\.contextClassLoader of (RA Shutdown|connectors-runtime-context|JTS Resync Thread)",
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

    /**
     * Waits for that: objects with finalizers go some collections later, and so do their classes.
     *
     * @param before what there was before, which other tests of the run have left
     */
    static void assertNothingButWhatTheServerKeeps(ServerJvm server, Kept before, int times, String... types) {
        var last = new AtomicReference<>(before);
        await().atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofSeconds(3))
                .untilAsserted(() -> {
                    last.set(by(server, types));
                    assertThat(last.get().unknown())
                            .as("kept by others than the server")
                            .hasSizeLessThanOrEqualTo(before.unknown().size());
                    assertThat(last.get().known())
                            .as("kept by the server")
                            .hasSizeLessThanOrEqualTo(before.known().size() + types.length * MOST);
                });
        var known = last.get().known();
        System.out.printf(
                "after %d redeployments the server keeps %d of %s, %d more than before: %s%n",
                times,
                known.size(),
                List.of(types),
                known.size() - before.known().size(),
                known.stream().map(Kept::first).collect(Collectors.toCollection(TreeSet::new)));
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
