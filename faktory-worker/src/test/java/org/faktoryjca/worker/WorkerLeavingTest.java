package org.faktoryjca.worker;

import static java.util.concurrent.CompletableFuture.runAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.faktoryjca.Job;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.faktoryjca.testing.server.FaultProxy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What several handlers of one queue do with the jobs that a FETCH under way brings when they leave. Their jobs may be lost: retry is 0. */
@Timeout(60)
class WorkerLeavingTest {
    private final EmbeddedFaktory server = EmbeddedFaktory.start();
    private final FaultProxy proxy = FaultProxy.before(server);

    /** Stands still: how much later the next handler leaves is not for the machine to say. */
    private final MovedTime time = new MovedTime();

    /** Less than the 2 s for which a FETCH is under way. */
    private static final Duration FETCHES_STILL = Duration.ofMillis(1_500);

    private final HeardEvents heard = new HeardEvents();
    private final List<String> ran = new CopyOnWriteArrayList<>();
    private final Handler one = handler("one");
    private final Handler two = handler("two");
    private final Handler three = handler("three");
    private Worker worker;
    private long beforeFetchNanos;

    private Handler handler(String type) {
        return TestWorkers.handler("default", Set.of(type), 2, JobRunner.calling(job -> ran.add(job.type())));
    }

    @BeforeEach
    void fetch() {
        worker = TestWorkers.worker(
                TestWorkers.settings(ServerSettings.at(proxy.url()), Duration.ofSeconds(20)),
                heard,
                WorkerThreads.own(),
                time);
        worker.add(one);
        worker.add(two);
        worker.add(three);
        await().until(() ->
                server.connectedWorkers().size() == 1 && worker.health().lanes() > 0);
        // The FETCH after this one is under way for 2 s.
        beforeFetchNanos = System.nanoTime();
        push("one");
        await().until(() -> server.processed() == 1);
        ran.clear();
    }

    @AfterEach
    void stop() {
        server.close();
        worker.close();
        proxy.close();
        TestWorkers.awaitNoThreads();
    }

    private void push(String... types) {
        for (var type : types) {
            TestWorkers.push(server, Job.of(type).retry(0));
        }
    }

    private void nothingFails() {
        await().until(() -> server.working().isEmpty());
        assertThat(heard.of(WorkerEvent.Failed.class)).isEmpty();
    }

    @Test
    void whenTheWorkerStopsTheyRunThem() throws Exception {
        var closing = runAsync(worker::close);
        await().until(() -> worker.health().state().equals("CLOSED"));
        push("one", "two", "three");
        var inTime = System.nanoTime() - beforeFetchNanos < FETCHES_STILL.toNanos();
        closing.get(30, TimeUnit.SECONDS);

        nothingFails();
        // Those that no FETCH was under way for.
        assertThat(ran.size() + server.queued("default").size()).isEqualTo(3);
        if (inTime) {
            // On a machine that stood still nothing may have been fetching any more.
            assertThat(ran).isNotEmpty();
        }
    }

    @Test
    void whenTheyLeaveOneAfterTheOtherNoneIsFetchedForOneThatHasLeft() throws Exception {
        for (var leaving : List.of(one, two, three)) {
            var removal = runAsync(() -> worker.remove(leaving));
            await().until(() -> !worker.serves(leaving));
            push("one", "two", "three");
            removal.get(30, TimeUnit.SECONDS);
            nothingFails();
        }
        assertThat(ran.size() + server.queued("default").size()).isEqualTo(9);
    }

    @Test
    void whoStaysGoesOnAMomentLater() {
        worker.remove(one);
        assertThat(heard.of(WorkerEvent.Leaving.class))
                .extracting(WorkerEvent.Leaving::handler)
                .containsExactly(one.name());
        push("two", "three");
        time.move(Intake.SETTLES);
        await().until(() -> server.processed() == 3);
        assertThat(ran).containsExactlyInAnyOrder("two", "three");
    }

    @Test
    void aJobMayStopItsOwnWorkerAndIsDone() throws Exception {
        var stopped = new CountDownLatch(1);
        worker.add(TestWorkers.handler("own", Set.of(), 1, JobRunner.calling(job -> {
            worker.close();
            stopped.countDown();
        })));
        TestWorkers.push(server, Job.of("last").queue("own").retry(0));
        assertThat(stopped.await(10, TimeUnit.SECONDS)).isTrue();
        worker.close();
        assertThat(heard.of(WorkerEvent.GivenUp.class)).isEmpty();
        assertThat(server.processed()).isEqualTo(2);
        nothingFails();
    }
}
