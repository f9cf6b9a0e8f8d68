package org.faktoryjca.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Threads of this project and sockets of this process, counted before a test and after it. */
final class Leftovers {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private long sockets;

    void count() {
        try {
            // The JDK opens one for itself with the first that is closed, and keeps it.
            new ServerSocket(0).close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        sockets = sockets();
    }

    void awaitNone() {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(threads()).isEmpty();
            assertThat(sockets()).as("open sockets").isLessThanOrEqualTo(sockets);
        });
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("faktory"))
                .toList();
    }

    /** None where the system does not tell. */
    private static long sockets() {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return 0;
        }
        try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
            return descriptors.filter(Leftovers::isSocket).count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException e) {
            // It was closed while they were listed.
            return false;
        }
    }
}
