package org.faktoryjca.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.faktoryjca.Job;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.testing.server.WorkServer;
import org.faktoryjca.testing.server.WorkServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Handlers whose queues overlap, so that the lanes of each fetch jobs of the other. The work server is the real one where there is one. */
@Timeout(120)
class WorkerSharedQueuesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** So many that the lanes of both handlers fetch some: the server gives each to who has waited longest. */
    private static final int JOBS = 20;

    private final WorkServer server = WorkServers.start();
    private final HeardEvents heard = new HeardEvents();
    private final List<String> ran = new CopyOnWriteArrayList<>();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final CountDownLatch end = new CountDownLatch(1);
    private final Handler other =
            TestWorkers.handler("shared, more", Set.of("other"), 1, JobRunner.calling(job -> ran.add(job.type())));
    private final MovedTime time = new MovedTime();
    private final Worker worker = TestWorkers.worker(
            TestWorkers.settings(ServerSettings.at(server.url()), Duration.ofMillis(500)),
            heard,
            WorkerThreads.own(),
            time);

    @AfterEach
    void stop() {
        end.countDown();
        TestWorkers.close(server, worker);
    }

    private Handler own(Runnable work) {
        return TestWorkers.handler("shared", Set.of("own"), 1, JobRunner.calling(job -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            work.run();
            running.decrementAndGet();
            ran.add(job.type());
        }));
    }

    private void untilTheEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void push(String type) {
        TestWorkers.push(server, Job.of(type).queue("shared"));
    }

    private void awaitRun(int jobs) {
        await().atMost(PATIENCE).until(() -> ran.size() == jobs);
    }

    private void awaitFetched(int jobs) {
        await().atMost(PATIENCE).until(() -> heard.of(WorkerEvent.Fetched.class).size() == jobs);
    }

    /** The first job runs in a lane of its handler's, and the second one, which the other's lane has fetched, waits for its end. */
    private void fetchedByTheOther() {
        worker.add(own(this::untilTheEnd));
        push("own");
        await().atMost(PATIENCE).until(() -> running.get() == 1);
        worker.add(other);
        push("own");
        awaitFetched(2);
    }

    @Test
    void aJobRunsWhicheverLaneFetchesIt() {
        worker.add(own(() -> {}));
        worker.add(other);
        for (int i = 1; i <= JOBS; i++) {
            push(i % 2 == 0 ? "other" : "own");
            push("own");
            awaitRun(2 * i);
        }
        assertThat(most).hasValue(1);
    }

    @Test
    void aJobThatAnotherLaneHasFetchedRunsAfterTheOneInItsHandlersOwnLane() {
        fetchedByTheOther();
        end.countDown();
        awaitRun(2);
        assertThat(most).hasValue(1);
        assertThat(heard.of(WorkerEvent.Failed.class)).isEmpty();
    }

    @Test
    void aJobRunsAlsoWhenTheHandlerWhoseLaneHasFetchedItIsGone() {
        fetchedByTheOther();
        worker.remove(other);
        // The handler has its queue for itself again, and its lane may fetch at once.
        time.move(Intake.SETTLES);
        end.countDown();
        awaitRun(2);
        assertThat(most).hasValue(1);
    }

    @Test
    void aLaneKeepsAPlaceOnlyWhileNobodyElseFetchesFromItsQueues() {
        var kept = new AtomicInteger();
        worker.add(TestWorkers.handler("shared", Set.of("own"), 1, new JobRunner() {
            @Override
            public Outcome run(Delivery delivery) {
                ran.add(delivery.job().type());
                return Outcome.succeeded();
            }

            @Override
            public Optional<Place> reserve() {
                kept.incrementAndGet();
                return Optional.of(new Place() {
                    @Override
                    public Outcome run(Delivery delivery) {
                        ran.add(delivery.job().type() + " in its place");
                        return Outcome.succeeded();
                    }

                    @Override
                    public void release() {
                        kept.decrementAndGet();
                    }
                });
            }
        }));
        await().until(() -> kept.get() == 1);
        push("own");
        awaitRun(1);

        worker.add(other);
        await().until(() -> kept.get() == 0);
        push("own");
        awaitRun(2);

        worker.remove(other);
        time.move(Intake.SETTLES);
        await().until(() -> kept.get() == 1);
        push("own");
        awaitRun(3);
        assertThat(ran).containsExactly("own in its place", "own", "own in its place");
    }
}
