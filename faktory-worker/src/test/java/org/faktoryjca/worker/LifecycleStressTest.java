package org.faktoryjca.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.faktoryjca.ClosedException;
import org.faktoryjca.InvalidBeanException;
import org.faktoryjca.Job;
import org.faktoryjca.client.Connection;
import org.faktoryjca.client.json.JobDefaults;
import org.faktoryjca.client.json.JobWriter;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Starts and stops from several threads at once, in any order. */
@Timeout(120)
class LifecycleStressTest {
    private static final int ROUNDS = 200;
    private static final int THREADS = 4;
    private static final int STEPS = 6;

    private static final int JOBS = 1000;

    private final AtomicInteger ran = new AtomicInteger();
    private final Semaphore done = new Semaphore(0);
    private final List<Handler> handlers = List.of(
            TestWorkers.handler("a", 3, this::run),
            TestWorkers.handler("b", Set.of("x"), 3, JobRunner.calling(this::run)),
            TestWorkers.handler("b", Set.of("y"), 2, JobRunner.calling(this::run)));

    @Test
    void whateverIsStartedAndStoppedFromWhereverNothingIsLeftBehind() throws Exception {
        var pool = Executors.newFixedThreadPool(THREADS);
        try (var server = EmbeddedFaktory.start();
                var connection = Connection.open(ServerSettings.at(server.url()))) {
            for (int round = 0; round < ROUNDS; round++) {
                refill(connection);
                var worker = TestWorkers.worker(server, event -> {}, Duration.ofSeconds(10));
                for (var future : begun(worker, pool, round)) {
                    future.get(60, TimeUnit.SECONDS);
                }
                worker.awaitTermination();
            }
            await().untilAsserted(
                            () -> assertThat(TestWorkers.threads("faktory-")).isEmpty());
            await().until(() -> server.workers().isEmpty());
            assertThat(server.working()).as("fetched and not reported").isEmpty();
            assertThat(ran.get()).isGreaterThan(ROUNDS);
            assertThat(server.processed() - server.failures()).isEqualTo(ran.get());
        } finally {
            pool.shutdown();
        }
    }

    private void run(Job job) {
        ran.incrementAndGet();
        done.release();
    }

    /** Lanes always find a job: a FETCH that waits would make each stop wait for it. */
    private static void refill(Connection connection) {
        var queues = connection.info().queues();
        for (var queue : List.of("a", "b")) {
            if (queues.getOrDefault(queue, 0L) < JOBS / 2) {
                var writer = new JobWriter(JobDefaults.STANDARD);
                connection.pushBulk(IntStream.range(0, JOBS)
                        .mapToObj(
                                i -> writer.write(Job.of(i % 2 == 0 ? "x" : "y").queue(queue)))
                        .toList());
            }
        }
    }

    private List<Future<?>> begun(Worker worker, ExecutorService pool, int round) {
        var futures = new ArrayList<Future<?>>();
        for (int thread = 0; thread < THREADS; thread++) {
            var random = new Random(round * 31L + thread);
            futures.add(pool.submit(() -> live(worker, random)));
        }
        return futures;
    }

    private Void live(Worker worker, Random random) throws InterruptedException {
        for (int step = 0; step < STEPS; step++) {
            var handler = handlers.get(random.nextInt(handlers.size()));
            try {
                switch (random.nextInt(15)) {
                    case 0, 1, 2, 3, 4 -> worker.add(handler);
                    case 5, 6, 7 -> worker.remove(handler);
                    case 12 -> {
                        if (random.nextInt(4) == 0) {
                            worker.quiet();
                        }
                    }
                    case 13 -> worker.resume();
                    case 14 -> worker.stop();
                    default -> {
                        done.drainPermits();
                        done.tryAcquire(2, 8, TimeUnit.MILLISECONDS);
                    }
                }
            } catch (ClosedException | InvalidBeanException e) {
                // Another thread has closed the worker, or added the handler before.
                Thread.onSpinWait();
            }
        }
        worker.close();
        return null;
    }
}
