package org.faktoryjca.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.faktoryjca.InvalidBeanException;
import org.faktoryjca.InvalidSettingsException;
import org.faktoryjca.Job;
import org.faktoryjca.JobContext;
import org.faktoryjca.ServerInfo;
import org.faktoryjca.client.Connection;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.client.settings.Setting;
import org.faktoryjca.testing.server.WorkServer;
import org.faktoryjca.testing.server.WorkServers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A worker in plain Java, with a work server: the real one where there is one. */
@Timeout(30)
class FaktoryWorkerTest {
    private static final ExecutorService CLOSERS = Executors.newCachedThreadPool();
    private static final AtomicInteger TESTS = new AtomicInteger();
    private static WorkServer server;

    /** Of its own for each test, so that the last FETCH of the one before does not take a job of the next. */
    private final String queue = "queue-" + TESTS.incrementAndGet();

    private final List<FaktoryWorker> workers = new ArrayList<>();
    private final List<Object> seen = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private Connection connection;

    @BeforeAll
    static void start() {
        server = WorkServers.start();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        CLOSERS.shutdown();
        assertThat(CLOSERS.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        server.close();
    }

    @BeforeEach
    void connect() {
        connection = Connection.open(ServerSettings.at(server.url()));
        connection.flush();
    }

    @AfterEach
    void disconnect() {
        end.countDown();
        connection.close();
        // Beside the next test: each waits for the end of its FETCH, up to 2 s.
        workers.forEach(worker -> CLOSERS.submit(worker::close));
    }

    private FaktoryWorker.Builder worker() {
        return FaktoryWorker.at(server.url()).queues(queue).set(Setting.STARTUP_GRACE, "200ms");
    }

    private FaktoryWorker started(FaktoryWorker.Builder builder) {
        var worker = builder.start();
        workers.add(worker);
        return worker;
    }

    private void push(String type, Object... args) {
        connection.push(Job.of(type, args).queue(queue));
    }

    private void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Asked only where no queue is being made: INFO beside that can end the real server. */
    private ServerInfo info() {
        return connection.info();
    }

    private void awaitProcessed(int jobs) {
        await().untilAsserted(() -> assertThat(info().processed()).isEqualTo(jobs));
        assertThat(info().working()).isZero();
    }

    @Test
    void aJobIsRunWithItsArgumentsAndAcknowledged() {
        push("greet", "you", 2);
        started(worker().on("greet", job -> seen.addAll(List.of(job.arg(0, String.class), job.arg(1, long.class)))));
        awaitProcessed(1);
        assertThat(seen).containsExactly("you", 2L);
        assertThat(info().failures()).isZero();
    }

    @Test
    void theListenersThreadKnowsItsJob() {
        push("greet");
        started(worker().on("greet", job -> {
            var context = JobContext.current().orElseThrow();
            seen.addAll(List.of(context.job() == job, context.attempt(), context.retriesLeft()));
        }));
        awaitProcessed(1);
        assertThat(seen).containsExactly(true, 1, 25);
    }

    @Test
    void whateverAListenerThrowsTheNextJobIsRun() {
        push("fail", 1);
        push("fail", 2);
        push("fail", 3);
        push("greet");
        started(worker().concurrency(1).on("greet", job -> seen.add("greeted")).on("fail", job -> {
            switch (job.arg(0, int.class)) {
                case 1 -> throw new Exception("checked");
                case 2 -> throw new OutOfMemoryError("pretended");
                default -> throw new IllegalStateException("unchecked");
            }
        }));
        awaitProcessed(4);
        assertThat(seen).containsExactly("greeted");
        assertThat(info().failures()).isEqualTo(3);
        assertThat(info().retries()).isEqualTo(3);
    }

    @Test
    void anInterruptThatAListenerLeavesBehindDoesNotReachTheLane() {
        IntStream.range(0, 5).forEach(i -> push("greet", i));
        started(worker().concurrency(1).on("greet", job -> {
            seen.add(Thread.currentThread().isInterrupted());
            Thread.currentThread().interrupt();
        }));
        awaitProcessed(5);
        assertThat(seen).containsOnly(false);
    }

    @Test
    void listenersOfOneQueueGetTheirTypesAndTheCatchAllTheRest() {
        List.of("mail", "sms", "fax", "mail", "telex").forEach(this::push);
        started(worker().on("mail", job -> seen.add("mail:" + job.type()))
                .on("sms", job -> seen.add("sms:" + job.type()))
                .onAnyOther(job -> seen.add("other:" + job.type())));
        awaitProcessed(5);
        assertThat(seen).containsExactlyInAnyOrder("mail:mail", "mail:mail", "sms:sms", "other:fax", "other:telex");
    }

    @Test
    void aJobNobodyTakesFailsAfterTheGrace() {
        push("unknown");
        started(worker().on("known", job -> seen.add(job)));
        awaitProcessed(1);
        assertThat(info().retries()).isEqualTo(1);
        assertThat(seen).isEmpty();
    }

    @Test
    void twoListenersForOneTypeAreRefusedAtTheStartAndLeaveNothingBehind() {
        assertThatThrownBy(() ->
                        worker().on("mail", job -> {}).on("mail", job -> {}).start())
                .isInstanceOf(InvalidBeanException.class)
                .hasMessageStartingWith("FAKTORY-502")
                .hasMessageContaining("job type mail");
        assertThatThrownBy(() ->
                        worker().onAnyOther(job -> {}).onAnyOther(job -> {}).start())
                .isInstanceOf(InvalidBeanException.class)
                .hasMessageContaining("all job types");
        awaitNothingLeft();
    }

    private void awaitNothingLeft() {
        await().untilAsserted(() -> assertThat(TestWorkers.threads("faktory-")).isEmpty());
        await().untilAsserted(() -> assertThat(info().connections()).isEqualTo(1));
    }

    @Test
    void allBadSettingsAreSaidAtOnce() {
        var before = TestWorkers.threads("faktory-");
        assertThatThrownBy(() -> FaktoryWorker.at("http://localhost")
                        .queues("a b")
                        .concurrency(0)
                        .shutdownTimeout(Duration.ofSeconds(-1))
                        .set(Setting.STARTUP_GRACE, "soon")
                        .on("mail", job -> {})
                        .start())
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageStartingWith("FAKTORY-501")
                .hasMessageContainingAll("url", "queues", "concurrency", "shutdownTimeout", "startupGrace", "soon");
        assertThat(before).containsAll(TestWorkers.threads("faktory-"));
    }

    @Test
    void concurrencyIsReachedAndNeverExceeded() {
        var running = new AtomicInteger();
        var most = new AtomicInteger();
        IntStream.range(0, 20).forEach(i -> push("greet", i));
        started(worker().concurrency(4).on("greet", job -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            if (job.arg(0, int.class) < 4) {
                awaitEnd();
            }
            running.decrementAndGet();
        }));
        await().until(() -> running.get() == 4);
        assertThat(info().working()).isEqualTo(4);
        end.countDown();
        awaitProcessed(20);
        assertThat(most).hasValue(4);
    }

    @Test
    void eachListenerHasItsOwnConcurrency() {
        Map<String, Integer> most = new ConcurrentHashMap<>();
        Map<String, AtomicInteger> running = Map.of("a", new AtomicInteger(), "b", new AtomicInteger());
        IntStream.range(0, 10).forEach(i -> push("a"));
        IntStream.range(0, 10).forEach(i -> push("b"));
        org.faktoryjca.JobListener listener = job -> {
            most.merge(job.type(), running.get(job.type()).incrementAndGet(), Math::max);
            awaitEnd();
            running.get(job.type()).decrementAndGet();
        };
        started(worker().concurrency(2).on("a", listener).on("b", listener));
        await().until(() -> running.get("a").get() == 2);
        end.countDown();
        awaitProcessed(20);
        assertThat(most.get("a")).isEqualTo(2);
        assertThat(most.get("b")).isBetween(1, 2);
    }

    @Test
    void queuesInStrictOrderAreServedInThatOrder() {
        for (int i = 0; i < 3; i++) {
            connection.push(Job.of("x", i).queue(queue + "-low"));
            connection.push(Job.of("x", i).queue(queue + "-high"));
        }
        started(worker().queues(queue + "-high, " + queue + "-low")
                .concurrency(1)
                .on("x", job -> seen.add(job.queue().orElseThrow())));
        awaitProcessed(6);
        assertThat(seen)
                .extracting(String::valueOf)
                .extracting(name -> name.substring(queue.length() + 1))
                .containsExactly("high", "high", "high", "low", "low", "low");
    }

    @Test
    void listenersWithTheSameQueuesInAnotherOrderKeepTheirOwn() {
        try (var worker = TestWorkers.worker(server, event -> {}, Duration.ofSeconds(5))) {
            var fine = TestWorkers.handler("a, b", java.util.Set.of("x"), 1, delivery -> Outcome.succeeded());
            var other = TestWorkers.handler("b, a", java.util.Set.of("y"), 1, delivery -> Outcome.succeeded());
            worker.add(fine);
            worker.add(other);
            for (var first : new String[] {"a", "b"}) {
                assertThat(TestWorkers.threads("faktory-" + worker.identity().wid() + "-" + first + "-lane-1"))
                        .as("the first lane of the group that begins with " + first)
                        .hasSize(1);
            }
        }
    }

    @Test
    void closingWaitsForARunningJobWhichIsAcknowledged() throws Exception {
        push("slow");
        var begun = new CountDownLatch(1);
        var worker = worker().concurrency(1)
                .on("slow", job -> {
                    begun.countDown();
                    awaitEnd();
                })
                .start();
        begun.await();

        var closing = CompletableFuture.runAsync(worker::close);
        assertThatThrownBy(() -> closing.get(300, TimeUnit.MILLISECONDS))
                .isInstanceOf(java.util.concurrent.TimeoutException.class);
        push("slow");
        end.countDown();
        closing.get(10, TimeUnit.SECONDS);

        assertThat(info().processed()).isEqualTo(1);
        assertThat(info().failures()).isZero();
        assertThat(info().enqueued()).as("pushed after the close").isEqualTo(1);
    }

    @Test
    void aSecondCloseWaitsForTheEndOfTheFirst() throws Exception {
        push("slow");
        var begun = new CountDownLatch(1);
        var worker = worker().on("slow", job -> {
                    begun.countDown();
                    awaitEnd();
                })
                .start();
        begun.await();

        var first = CompletableFuture.runAsync(worker::close);
        var second = CompletableFuture.runAsync(worker::close);
        assertThatThrownBy(() -> CompletableFuture.anyOf(first, second).get(300, TimeUnit.MILLISECONDS))
                .isInstanceOf(java.util.concurrent.TimeoutException.class);
        end.countDown();
        CompletableFuture.allOf(first, second).get(10, TimeUnit.SECONDS);
        worker.close();
        worker.awaitTermination();
    }

    @Test
    void aJobThatRunsBeyondTheShutdownTimeoutIsReportedAsStoppedOnceItHasEnded() throws Exception {
        push("slow");
        var begun = new CountDownLatch(1);
        var worker = worker().shutdownTimeout(Duration.ofMillis(100))
                .on("slow", job -> {
                    begun.countDown();
                    awaitEnd();
                })
                .start();
        begun.await();

        worker.close();
        worker.awaitTermination();
        assertThat(info().working()).as("it still runs").isEqualTo(1);
        assertThat(info().processed()).isZero();

        end.countDown();
        awaitProcessed(1);
        assertThat(info().failures()).isEqualTo(1);
        awaitNothingLeft();
    }

    @Test
    void closingLeavesNoThreadAndNoConnection() {
        IntStream.range(0, 50).forEach(i -> push("greet", i));
        var worker = started(worker().on("greet", job -> seen.add(job)));
        awaitProcessed(50);
        assertThat(TestWorkers.threads("faktory-")).isNotEmpty();
        worker.close();
        awaitNothingLeft();
    }

    @Test
    void aWorkerWithAShutdownHookMayBeClosedBeforeTheJvmEnds() {
        assertThatCode(() -> {
                    var worker = worker().on("greet", job -> {}).shutdownHook().start();
                    worker.close();
                    worker.close();
                })
                .doesNotThrowAnyException();
    }

    @Test
    void aQuietWorkerFetchesNothingAndFinishesWhatRuns() throws Exception {
        push("slow");
        var begun = new CountDownLatch(1);
        var worker = started(worker().concurrency(1).on("slow", job -> {
            begun.countDown();
            awaitEnd();
            seen.add(job);
        }));
        begun.await();
        worker.quiet();
        push("slow");
        end.countDown();
        awaitProcessed(1);
        await().during(Duration.ofMillis(300)).until(() -> info().enqueued() == 1);
        assertThat(seen).hasSize(1);
    }
}
