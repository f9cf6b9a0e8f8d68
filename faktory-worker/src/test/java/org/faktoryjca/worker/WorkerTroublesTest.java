package org.faktoryjca.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.faktoryjca.client.Connection;
import org.faktoryjca.client.settings.ServerSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Troubles of its own, which a worker survives. */
@Timeout(120)
class WorkerTroublesTest extends WorkerFixture {
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
    void lanesThatAreAllBusyDoNotHoldUpTheHeartbeat() {
        worker.add(TestWorkers.handler("default", 2, this::slowly));
        push("x");
        push("y");
        await().until(() -> server.working().size() == 2);
        var before = beats();
        await().until(() -> beats() > before + 10);
        assertThat(server.working()).hasSize(2);
    }

    private long beats() {
        return server.connectedWorkers().get(0).beats();
    }

    @Test
    void aJobWhoseThreadIsTakenAwayBeforeItsReportIsNamed() throws Exception {
        var lanes = new CopyOnWriteArrayList<Thread>();
        WorkerThreads taken = (name, task) -> WorkerThreads.own().start(name, () -> {
            if (name.contains("-lane-")) {
                lanes.add(Thread.currentThread());
            }
            task.run();
        });
        try (var own = TestWorkers.worker(ServerSettings.at(server.url()), heard, Duration.ofSeconds(1), taken)) {
            own.add(TestWorkers.handler("default", 1, this::slowly));
            push("x");
            begun.await();
            server.close();
            end.countDown();
            await().until(() -> seen.size() == 1);
            await().until(() -> !heard.of(WorkerEvent.ConnectionLost.class).isEmpty());
            // It waits for the server, to report to it.
            await().until(() -> lanes.get(0).getState() == Thread.State.TIMED_WAITING);
            lanes.get(0).interrupt();
            await().until(() -> heard.of(WorkerEvent.Unreported.class).size() == 1);
        }
    }

    /** Application servers go on after an Error, and so must the thread that met it: nobody would begin it again. */
    @Test
    void anErrorEndsNoHeartbeat() {
        try (var own = worker(new FragileTime("-heartbeat", new StackOverflowError("once")), WorkerThreads.own())) {
            own.add(TestWorkers.handler("default", 1, job -> seen.add(job)));
            await().until(() -> heard.of(WorkerEvent.Troubled.class).size() == 1);
            var before = beats();
            await().until(() -> beats() > before + 2);
        }
    }

    @Test
    void anErrorWhenAThreadIsStartedIsTheEndOfNoOther() {
        var breaks = new AtomicBoolean(true);
        WorkerThreads threads = (name, task) -> {
            if (name.endsWith("-lane-2") && breaks.getAndSet(false)) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            WorkerThreads.own().start(name, task);
        };
        try (var own = worker(WorkerTime.system(), threads)) {
            var mayEnd = new Semaphore(0);
            own.add(TestWorkers.handler("default", 2, job -> mayEnd.acquire()));
            push("x");
            await().until(() -> heard.of(WorkerEvent.Troubled.class).size() == 1);
            mayEnd.release();
            await().until(() -> server.processed() == 1);
            push("y");
            push("z");
            await().until(() -> server.working().size() == 2);
            mayEnd.release(2);
        }
    }

    @Test
    void aLaneThatBreaksIsReplaced() {
        try (var own = worker(new FragileTime("-lane-", new IllegalStateException("once")), WorkerThreads.own())) {
            own.add(TestWorkers.handler("default", 1, job -> seen.add(job)));
            push("x");
            await().until(() -> server.processed() == 1);
        }
        assertThat(heard.of(WorkerEvent.Troubled.class)).hasSize(1);
    }

    @Test
    void whatBreaksEachLaneDoesNotMakeThreadsWithoutEnd() {
        var started = new AtomicInteger();
        WorkerThreads counted = (name, task) -> {
            started.incrementAndGet();
            WorkerThreads.own().start(name, task);
        };
        var runner = new JobRunner() {
            @Override
            public Optional<Place> reserve() {
                throw new NoClassDefFoundError("a bean whose class cannot be made");
            }

            @Override
            public Outcome run(Delivery delivery) {
                throw new IllegalStateException("nothing is fetched for it");
            }
        };
        try (var own = worker(WorkerTime.system(), counted)) {
            var before = System.nanoTime();
            own.add(TestWorkers.handler("default", Set.of(), 4, runner));
            await().until(() -> heard.of(WorkerEvent.Troubled.class).size() >= 3);
            assertThat(System.nanoTime() - before).isGreaterThan(2 * LaneThread.AFTER_A_BREAK.toNanos());
            // Heartbeat, watch, errands, and one lane after the other.
            assertThat(started.get())
                    .isLessThan(3 + 2 * heard.of(WorkerEvent.Troubled.class).size());
        }
    }

    @Test
    void aPlaceThatCannotBeGivenBackCostsNoReportAndNoConnection() {
        var reserved = new AtomicInteger();
        var runner = new JobRunner() {
            @Override
            public Optional<Place> reserve() {
                reserved.incrementAndGet();
                return Optional.of(new Place() {
                    @Override
                    public Outcome run(Delivery delivery) {
                        return JobRunner.calling(WorkerTroublesTest.this::slowly)
                                .run(delivery);
                    }

                    @Override
                    public void release() {
                        throw new IllegalStateException("a container's own fault");
                    }
                });
            }

            @Override
            public Outcome run(Delivery delivery) {
                throw new IllegalStateException("it has its place");
            }
        };
        try (var own = TestWorkers.worker(server, heard, Duration.ofSeconds(20))) {
            own.add(TestWorkers.handler("default", Set.of("x"), 1, runner));
            push("x");
            await().until(() -> begun.getCount() == 0);
            // The report finds that the lane serves two, and gives the place back.
            own.add(TestWorkers.handler("default", Set.of("y"), 1, JobRunner.calling(seen::add)));
            end.countDown();
            await().until(() -> server.processed() == 1);
            assertThat(troubles()).isEqualTo(1);
            own.add(TestWorkers.handler("other", Set.of("x"), 1, runner));
            await().until(() -> reserved.get() == 2);
        }
        await().until(() -> troubles() == 2);
        try (var connection = Connection.open(ServerSettings.at(server.url()))) {
            await().until(() -> connection.info().connections() == 1);
        }
        assertThat(heard.of(WorkerEvent.Unreported.class)).isEmpty();
    }

    @Test
    void aPlaceThatCannotBeHadForTheNextJobCostsNoReport() {
        var breaks = new AtomicBoolean();
        var runner = new JobRunner() {
            @Override
            public Optional<Place> reserve() {
                if (breaks.getAndSet(false)) {
                    throw new NoClassDefFoundError("once");
                }
                return JobRunner.super.reserve();
            }

            @Override
            public Outcome run(Delivery delivery) {
                return JobRunner.calling(WorkerTroublesTest.this::slowly).run(delivery);
            }
        };
        var other = TestWorkers.handler("default", Set.of("y"), 1, JobRunner.calling(seen::add));
        try (var own = TestWorkers.worker(server, heard, Duration.ofSeconds(20))) {
            own.add(other);
            own.add(TestWorkers.handler("default", Set.of("x"), 1, runner));
            push("x");
            await().until(() -> begun.getCount() == 0);
            await().until(() -> own.health().lanes() == 2);
            own.remove(other);
            // Where there is a lane too many, no report takes a FETCH along.
            await().until(() -> own.health().lanes() == 1);
            // The report finds that the lane serves but one by now, and asks for its place.
            breaks.set(true);
            end.countDown();
            await().until(() -> server.processed() == 1);
            assertThat(troubles()).isEqualTo(1);
        }
        assertThat(heard.of(WorkerEvent.Unreported.class)).isEmpty();
    }

    private int troubles() {
        return heard.of(WorkerEvent.Troubled.class).size();
    }

    private Worker worker(WorkerTime time, WorkerThreads threads) {
        return TestWorkers.worker(
                TestWorkers.settings(ServerSettings.at(server.url()), Duration.ofSeconds(5)), heard, threads, time);
    }

    /** Breaks one thread, once. */
    private static final class FragileTime implements WorkerTime {
        private final AtomicBoolean breaks = new AtomicBoolean(true);
        private final String thread;
        private final Throwable how;

        FragileTime(String thread, Throwable how) {
            this.thread = thread;
            this.how = how;
        }

        @Override
        public long nanoTime() {
            if (Thread.currentThread().getName().contains(thread) && breaks.getAndSet(false)) {
                if (how instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) how;
            }
            return System.nanoTime();
        }

        @Override
        public Instant now() {
            return Instant.now();
        }
    }
}
