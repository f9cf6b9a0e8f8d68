package org.faktoryjca.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.faktoryjca.Job;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What SIGTERM does to the process of a worker that has a shutdown hook. */
@Timeout(120)
class WorkerSignalTest {
    private static final int JOBS = 20_000;

    private final List<String> executed = new CopyOnWriteArrayList<>();

    @Test
    void itEndsAfterTheJobsThatRunAndLeavesTheOthersInTheirQueue() throws Exception {
        try (var server = EmbeddedFaktory.start()) {
            TestWorkers.push(
                    server,
                    IntStream.range(0, JOBS).mapToObj(i -> Job.of("x", i)).toArray(Job[]::new));
            try (var worker = ForkedWorker.start(server.url(), 4, executed::add)) {
                await().until(() -> executed.size() >= 50);
                worker.terminate();
            }
            assertThat(server.working()).isEmpty();
            assertThat(server.failures()).isZero();
            assertThat(server.processed()).isEqualTo(executed.size()).isLessThan(JOBS);
            assertThat(server.queued("default")).hasSize(JOBS - executed.size());
            await().until(() -> server.workers().isEmpty());
        }
    }

    @Test
    void withALogManagerThatStaysTheLogGoesOnToTheWorkersEnd(@TempDir Path directory) throws Exception {
        var log = directory.resolve("log").toFile();
        try (var server = EmbeddedFaktory.start()) {
            TestWorkers.push(server, Job.of("x"));
            try (var worker = ForkedWorker.start(
                    server.url(),
                    1,
                    executed::add,
                    ProcessBuilder.Redirect.to(log),
                    "-Djava.util.logging.manager=" + LastingLogManager.class.getName())) {
                await().until(() -> executed.size() == 1);
                worker.terminate();
            }
            assertThat(log).content().contains("serves jobs of", "has stopped");
        }
    }
}
