package org.faktoryjca.worker;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.faktoryjca.Job;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.junit.jupiter.api.AfterEach;

/** A worker on a server whose state can be read; no thread of it is left after a test. */
abstract class WorkerFixture {
    final EmbeddedFaktory server = EmbeddedFaktory.start();
    final HeardEvents heard = new HeardEvents();
    final Worker worker = TestWorkers.worker(server, heard, Duration.ofMillis(500));
    final List<Object> seen = new CopyOnWriteArrayList<>();
    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void stop() {
        end.countDown();
        TestWorkers.close(server, worker);
    }

    /** A job that runs until the test lets it end. */
    void slowly(Job job) throws InterruptedException {
        begun.countDown();
        end.await();
        seen.add(job.type());
    }

    void push(String type, Object... args) {
        TestWorkers.push(server, Job.of(type, args));
    }

    /** The one job in the set of retries, once it is there. */
    String onlyRetry() {
        await().until(() -> server.retries().size() == 1);
        return server.retries().get(0);
    }
}
