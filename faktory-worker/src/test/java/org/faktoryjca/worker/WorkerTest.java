package org.faktoryjca.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.faktoryjca.ClosedException;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.Job;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a worker does at the server's word, and what the server then holds: on a server whose state can be read. */
@Timeout(30)
class WorkerTest {
    private final EmbeddedFaktory server = EmbeddedFaktory.start();
    private final HeardEvents heard = new HeardEvents();
    private final Worker worker = TestWorkers.worker(server, heard, Duration.ofMillis(500));
    private final List<Object> seen = new CopyOnWriteArrayList<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void stop() {
        end.countDown();
        // The server first: it would hold back each FETCH for 2 s.
        server.close();
        worker.close();
        await().untilAsserted(() -> assertThat(TestWorkers.threads("faktory-")).isEmpty());
    }

    private void slowly(Job job) throws InterruptedException {
        begun.countDown();
        end.await();
        seen.add(job.type());
    }

    private void push(String type, Object... args) {
        TestWorkers.push(server, Job.of(type, args));
    }

    private String onlyRetry() {
        await().until(() -> server.retries().size() == 1);
        return server.retries().get(0);
    }

    @Test
    void aFailureArrivesWithTypeMessageAndStack() {
        worker.add(TestWorkers.handler("default", 1, job -> {
            throw new IllegalStateException("the printer burns");
        }));
        push("print");

        assertThat(onlyRetry())
                .contains("\"java.lang.IllegalStateException\"", "\"the printer burns\"", "WorkerTest.java");
        assertThat(heard.of(WorkerEvent.Failed.class)).hasSize(1);
        assertThat(server.working()).isEmpty();
    }

    @Test
    void argumentsThatDoNotFitFailAsInvalid() {
        worker.add(TestWorkers.handler("default", 1, job -> job.arg(0, int.class)));
        push("print", "three");
        assertThat(onlyRetry()).contains("\"InvalidArguments\"", "argument 0", "three");
    }

    @Test
    void aTypeNobodyKnowsFailsAsUnknownAfterTheGrace() {
        worker.add(TestWorkers.handler("default", Set.of("known"), 1, delivery -> Outcome.succeeded()));
        push("print");
        assertThat(onlyRetry()).contains("\"UnknownJobType\"", "queue default", "print");
    }

    @Test
    void aHandlerAddedWithinTheGraceGetsTheJobThatWaits() {
        worker.add(TestWorkers.handler("default", Set.of("known"), 1, delivery -> Outcome.succeeded()));
        push("print");
        await().until(() -> heard.of(WorkerEvent.Fetched.class).size() == 1);
        worker.add(TestWorkers.handler("default", Set.of("print"), 1, JobRunner.calling(seen::add)));
        await().until(() -> seen.size() == 1);
        await().until(() -> server.processed() == 1);
        assertThat(server.failures()).isZero();
    }

    @Test
    void aHandlerRemovedGetsNothingMoreAndTheOthersGoOn() {
        var first = TestWorkers.handler("default", Set.of("a"), 4, JobRunner.calling(job -> seen.add("first")));
        worker.add(first);
        worker.add(TestWorkers.handler("default", Set.of("b"), 4, JobRunner.calling(job -> seen.add("second"))));
        for (int i = 0; i < 20; i++) {
            push(i % 2 == 0 ? "a" : "b");
        }
        await().until(() -> server.processed() == 20);

        worker.remove(first);
        worker.remove(first);
        push("b");
        await().until(() -> server.processed() == 21);
        push("a");
        assertThat(onlyRetry()).contains("\"UnknownJobType\"");
        assertThat(seen).hasSize(21).containsOnly("first", "second");
    }

    @Test
    void theSameHandlerMayComeBackAfterItsRemoval() {
        var handler = TestWorkers.handler("default", 2, job -> seen.add(job.type()));
        for (int i = 1; i <= 2; i++) {
            var round = i;
            worker.add(handler);
            push("x");
            await().until(() -> server.processed() == round);
            worker.remove(handler);
        }
        push("x");
        assertThat(server.queued("default")).hasSize(1);
        assertThat(seen).hasSize(2);
    }

    @Test
    void quietFromTheServerEndsFetchingAndLetsJobsFinish() throws Exception {
        worker.add(TestWorkers.handler("default", 2, this::slowly));
        push("first");
        begun.await();

        server.quiet();
        await().until(() -> heard.of(WorkerEvent.Quieted.class).size() == 1);
        // A FETCH that was under way may still bring one job: it ends within its 2 s.
        push("second");
        push("third");
        push("fourth");
        end.countDown();
        await().until(() -> server.processed() >= 1 && server.working().isEmpty());

        await().during(Duration.ofMillis(500)).until(() -> server.working().isEmpty());
        assertThat(server.queued("default")).hasSizeGreaterThanOrEqualTo(2);
        assertThat(heard.of(WorkerEvent.Quieted.class)).as("said once").hasSize(1);
        assertThat(server.workers()).as("it still beats").hasSize(1);
    }

    @Test
    void aHandlerAddedToAQuietWorkerFetchesNothing() {
        worker.add(TestWorkers.handler("a", 1, job -> seen.add(job)));
        worker.quiet();
        worker.add(TestWorkers.handler("b", 1, job -> seen.add(job)));
        TestWorkers.push(server, Job.of("x").queue("b"));
        await().during(Duration.ofMillis(300)).until(() -> server.queued("b").size() == 1);
    }

    @Test
    void terminateFromTheServerDrainsAndEnds() throws Exception {
        worker.add(TestWorkers.handler("default", 1, this::slowly));
        push("first");
        begun.await();
        push("second");

        server.terminate();
        await().until(() -> heard.of(WorkerEvent.Terminated.class).size() == 1);
        end.countDown();
        worker.awaitTermination();

        assertThat(seen).containsExactly("first");
        assertThat(server.processed()).isEqualTo(1);
        assertThat(server.queued("default")).hasSize(1);
        assertThat(heard.of(WorkerEvent.Stopped.class)).hasSize(1);
        await().until(() -> server.workers().isEmpty());
    }

    @Test
    void aCloseBesideTheServersTerminateWaitsForTheJobsToo() throws Exception {
        worker.add(TestWorkers.handler("default", 1, this::slowly));
        push("first");
        begun.await();
        server.terminate();
        await().until(() -> !worker.isRunning());
        end.countDown();

        worker.close();

        assertThat(seen).containsExactly("first");
        assertThat(server.processed()).isEqualTo(1);
    }

    @Test
    void beyondTheShutdownTimeoutAJobIsGivenUpAndReportedAsSuchWhenItEnds() throws Exception {
        worker.add(TestWorkers.handler("default", 1, this::slowly));
        push("first");
        begun.await();

        var before = System.nanoTime();
        worker.close();
        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .isBetween(Duration.ofMillis(500), Duration.ofSeconds(8));
        assertThat(server.processed()).isZero();
        assertThat(server.working()).hasSize(1);

        end.countDown();
        assertThat(onlyRetry()).contains("\"WorkerShutdown\"");
    }

    @Test
    void stuckJobsOfManyQueuesDoNotAddUpTheirTimes() throws Exception {
        for (int i = 0; i < 4; i++) {
            worker.add(TestWorkers.handler("q" + i, 1, this::slowly));
            TestWorkers.push(server, Job.of("x").queue("q" + i));
        }
        await().until(() -> server.working().size() == 4);
        var before = System.nanoTime();
        worker.close();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(6));
    }

    @Test
    void theServersEndOfAReservationIsNotReportedAgain() throws Exception {
        worker.add(TestWorkers.handler("default", 1, this::slowly));
        TestWorkers.push(server, Job.of("first").reserveFor(Duration.ofMinutes(1)));
        begun.await();
        server.advance(Duration.ofMinutes(2));
        assertThat(onlyRetry()).contains("ReservationExpired");
        end.countDown();

        // The worker's own clock has not moved: it acknowledges, which the server takes without a word.
        await().until(() -> heard.of(WorkerEvent.Succeeded.class).size() == 1);
        assertThat(server.retries()).hasSize(1);
    }

    @Test
    void aFailureOfAJobThatTheServerTookBackIsLeftAtThat() throws Exception {
        worker.add(TestWorkers.handler("default", 1, job -> {
            slowly(job);
            if (seen.size() == 1) {
                throw new IllegalStateException("too late");
            }
        }));
        TestWorkers.push(server, Job.of("first").reserveFor(Duration.ofMinutes(1)));
        begun.await();
        server.advance(Duration.ofMinutes(2));
        end.countDown();
        await().until(() -> heard.of(WorkerEvent.NotHeld.class).size() == 1);

        push("second");
        await().until(() -> heard.of(WorkerEvent.Succeeded.class).size() == 1);
        assertThat(onlyRetry()).contains("ReservationExpired").doesNotContain("too late");
    }

    @Test
    void closedBeforeItsFirstHandlerItIsJustClosed() throws Exception {
        worker.close();
        worker.close();
        worker.awaitTermination();
        assertThat(server.workers()).isEmpty();
        assertThatThrownBy(() -> worker.add(TestWorkers.handler("default", 1, job -> {})))
                .isInstanceOf(ClosedException.class)
                .hasMessageContaining(worker.identity().wid());
    }

    @Test
    void aHandlerForWhomThereIsNoThreadIsNotServedAndMayTryAgain() {
        var none = new AtomicBoolean(true);
        WorkerThreads scarce = (name, task) -> {
            if (none.get() && name.contains("lane")) {
                throw new FaktoryException(ErrorCode.NO_THREAD, "the pool is empty");
            }
            WorkerThreads.own().start(name, task);
        };
        var handler = TestWorkers.handler("default", 1, job -> seen.add(job));
        try (var own = TestWorkers.worker(ServerSettings.at(server.url()), heard, Duration.ofSeconds(5), scarce)) {
            assertThatThrownBy(() -> own.add(handler)).hasMessageStartingWith("FAKTORY-504");
            assertThat(own.serves(handler)).isFalse();

            none.set(false);
            own.add(handler);
            push("x");
            await().until(() -> seen.size() == 1);
        }
    }

    @Test
    void aListenerOfEventsThatThrowsDisturbsNothing() {
        try (var log = CapturedLog.of("org.faktoryjca.worker");
                var own = TestWorkers.worker(
                        server,
                        event -> {
                            throw new IllegalStateException("a listener's own fault");
                        },
                        Duration.ofSeconds(5))) {
            own.add(TestWorkers.handler("default", 1, job -> seen.add(job)));
            push("x");
            push("y");
            await().until(() -> server.processed() == 2);
            assertThat(log.lines()).anyMatch(line -> line.contains("a listener of the worker failed"));
        }
    }

    @Test
    void aLaneThatBreaksIsReplaced() {
        var breaks = new AtomicBoolean(true);
        WorkerTime fragile = new WorkerTime() {
            @Override
            public long nanoTime() {
                if (Thread.currentThread().getName().contains("-lane-") && breaks.getAndSet(false)) {
                    throw new IllegalStateException("a fault of ours");
                }
                return System.nanoTime();
            }

            @Override
            public java.time.Instant now() {
                return java.time.Instant.now();
            }
        };
        var settings = new WorkerSettings(
                ServerSettings.at(server.url()),
                List.of(),
                Duration.ofSeconds(5),
                Duration.ZERO,
                Duration.ofSeconds(15));
        try (var own = new Worker(
                settings,
                WorkerIdentities.fresh(List.of()),
                WorkerThreads.own(),
                heard,
                fragile,
                new java.security.SecureRandom())) {
            own.add(TestWorkers.handler("default", 1, job -> seen.add(job)));
            push("x");
            await().atMost(10, TimeUnit.SECONDS).until(() -> server.processed() == 1);
        }
        assertThat(heard.of(WorkerEvent.Troubled.class)).hasSize(1);
    }
}
