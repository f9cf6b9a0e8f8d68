package org.faktoryjca.worker;

import static java.util.concurrent.CompletableFuture.runAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.faktoryjca.Job;
import org.faktoryjca.client.json.ArgumentBinder;
import org.faktoryjca.client.settings.Queues;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Jobs that run longer than they may, and handlers that have no room. */
@Timeout(120)
@SuppressWarnings("try") // a worker is closed before its server goes, whatever a test comes to
class WorkerDrainTest {
    private final EmbeddedFaktory server = EmbeddedFaktory.start();
    private final HeardEvents heard = new HeardEvents();
    private final MovedTime time = new MovedTime();
    private final List<Object> seen = new CopyOnWriteArrayList<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void stop() {
        end.countDown();
        server.close();
        TestWorkers.awaitNoThreads();
    }

    private void slowly(Job job) throws InterruptedException {
        begun.countDown();
        end.await();
        seen.add(job.type());
    }

    private Worker worker(Duration shutdownTimeout) {
        return TestWorkers.worker(server, heard, shutdownTimeout);
    }

    private static Handler interrupted(JobRunner runner) {
        return new Handler(
                "a handler that may be interrupted",
                Queues.parse("default"),
                Set.of(),
                1,
                ArgumentBinder.create(),
                runner,
                true);
    }

    @Test
    void theEndOfAReservationIsToldWhileTheMethodStillRuns() {
        var settings = TestWorkers.settings(ServerSettings.at(server.url()), Duration.ofSeconds(5));
        try (var worker = TestWorkers.worker(settings, heard, WorkerThreads.own(), time);
                var log = CapturedLog.of("org.faktoryjca.worker")) {
            worker.add(TestWorkers.handler("default", Set.of(), 1, delivery -> {
                begun.countDown();
                awaitEnd();
                seen.add(delivery.isOver());
                return delivery.commit() ? Outcome.succeeded() : delivery.doomedOutcome();
            }));
            TestWorkers.push(server, Job.of("x").reserveFor(Duration.ofMinutes(1)));
            await().until(() -> begun.getCount() == 0);
            time.move(Duration.ofSeconds(57));
            await().during(Duration.ofSeconds(1))
                    .until(() -> heard.of(WorkerEvent.LeaseEnded.class).isEmpty());

            time.move(Duration.ofSeconds(1));
            await().until(() -> heard.of(WorkerEvent.LeaseEnded.class).size() == 1);
            assertThat(seen).as("it has not ended").isEmpty();

            end.countDown();
            await().until(() -> seen.equals(List.of(true)));
            server.close();
            worker.close();
            assertThat(heard.of(WorkerEvent.LeaseEnded.class)).as("said once").hasSize(1);
            assertThat(heard.of(WorkerEvent.Succeeded.class)).isEmpty();
            assertThat(log.lines()).noneMatch(line -> line.contains("is done"));
        }
    }

    private void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aJobBeyondTheShutdownTimeoutIsGivenUpAtThatMoment() throws Exception {
        var worker = worker(Duration.ofMillis(200));
        worker.add(TestWorkers.handler("default", 1, this::slowly));
        TestWorkers.push(server, Job.of("x"));
        begun.await();
        var closing = runAsync(worker::close);
        await().until(() -> heard.of(WorkerEvent.GivenUp.class).size() == 1);
        assertThat(server.working()).as("nothing is reported while it runs").hasSize(1);
        end.countDown();
        closing.get(60, TimeUnit.SECONDS);
        await().until(() -> server.retries().size() == 1);
        assertThat(server.retries().get(0)).contains("\"WorkerShutdown\"", "FAKTORY-603");
    }

    @Test
    void whereItIsAskedForSuchAJobIsInterruptedAndFailsAsStopped() throws Exception {
        var worker = worker(Duration.ofMillis(200));
        worker.add(interrupted(JobRunner.calling(this::slowly)));
        TestWorkers.push(server, Job.of("x"));
        begun.await();

        worker.close();

        assertThat(server.retries()).singleElement().asString().contains("\"WorkerShutdown\"");
        assertThat(server.working()).isEmpty();
        assertThat(seen).isEmpty();
    }

    @Test
    void aJobThatEndsInTimeIsNotInterrupted() throws Exception {
        var worker = worker(Duration.ofMinutes(5));
        worker.add(interrupted(JobRunner.calling(this::slowly)));
        TestWorkers.push(server, Job.of("x"));
        begun.await();
        var closing = runAsync(worker::close);
        end.countDown();
        closing.get(60, TimeUnit.SECONDS);
        assertThat(seen).containsExactly("x");
        assertThat(server.retries()).isEmpty();
    }

    @Test
    void aSecondRemovalOfAHandlerWaitsForTheEndOfTheFirst() throws Exception {
        try (var worker = worker(Duration.ofMinutes(5))) {
            var handler = TestWorkers.handler("default", 1, this::slowly);
            worker.add(handler);
            worker.add(TestWorkers.handler("other", 1, job -> {}));
            TestWorkers.push(server, Job.of("x"));
            begun.await();
            var first = runAsync(() -> worker.remove(handler));
            await().until(() -> !worker.serves(handler));
            var second = runAsync(() -> worker.remove(handler));
            assertThatThrownBy(() -> second.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            end.countDown();
            second.get(60, TimeUnit.SECONDS);
            first.get(60, TimeUnit.SECONDS);
            assertThat(seen).containsExactly("x");
            server.close();
        }
    }

    @Test
    void aLaneWithAJobInHandDoesNotWaitForAThreadForTheNext() throws Exception {
        var free = new CountDownLatch(1);
        WorkerThreads usedUp = (name, task) -> {
            if (name.contains("-lane-2")) {
                try {
                    free.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
            WorkerThreads.own().start(name, task);
        };
        var settings = TestWorkers.settings(ServerSettings.at(server.url()), Duration.ofSeconds(5));
        try (var worker = TestWorkers.worker(settings, heard, usedUp, WorkerTime.system())) {
            worker.add(TestWorkers.handler("default", 4, job -> seen.add(job.type())));
            for (int i = 0; i < 20; i++) {
                TestWorkers.push(server, Job.of("x"));
            }
            await().until(() -> server.processed() == 20);
            // Quiet is heard while the thread for the second lane is still waited for.
            worker.quiet();
            assertThat(TestWorkers.threads("faktory-").stream().filter(name -> name.contains("-lane-")))
                    .hasSize(1);
            free.countDown();
            server.close();
        }
    }

    @Test
    void withoutAPlaceNothingIsFetchedAndPlacesAreGivenBack() {
        var places = new AtomicInteger(0);
        var given = new AtomicInteger();
        var runner = new JobRunner() {
            @Override
            public Outcome run(Delivery delivery) {
                throw new AssertionError("without a place");
            }

            @Override
            public Optional<Place> reserve() {
                if (places.getAndUpdate(left -> Math.max(0, left - 1)) == 0) {
                    return Optional.empty();
                }
                return Optional.of(new Place() {
                    @Override
                    public Outcome run(Delivery delivery) {
                        seen.add(delivery.job().type());
                        return Outcome.succeeded();
                    }

                    @Override
                    public void release() {
                        given.incrementAndGet();
                    }
                });
            }
        };
        try (var worker = worker(Duration.ofSeconds(5))) {
            worker.add(TestWorkers.handler("default", Set.of(), 3, runner));
            TestWorkers.push(server, Job.of("x"), Job.of("x"));
            await().during(Duration.ofMillis(300))
                    .until(() -> server.queued("default").size() == 2);
            places.set(1);
            await().until(() -> server.processed() == 2);
            assertThat(given).as("kept for the next job").hasValue(0);
            server.close();
        }
        assertThat(given).hasValue(1);
        assertThat(seen).containsExactly("x", "x");
    }
}
