package org.faktoryjca.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.faktoryjca.Job;
import org.faktoryjca.client.WorkerIdentity;
import org.faktoryjca.client.settings.Queues;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.client.settings.Setting;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** The one lifecycle contract, of everything that starts and stops: each clause, and then all of them at once from several threads. */
@Timeout(120)
class LifecycleTest {
    private static final int THREADS = 4;
    private static final int STEPS = 25;

    private final EmbeddedFaktory server = EmbeddedFaktory.start();
    private final ServerSettings settings = ServerSettings.at(server.url());
    private final WorkerIdentity identity = WorkerIdentities.fresh(List.of());
    private final String name = "faktory-" + identity.wid();
    private final HeardEvents heard = new HeardEvents();
    private final Surroundings surroundings =
            new Surroundings(WorkerThreads.own(), heard, WorkerTime.system(), new SecureRandom());

    @AfterEach
    void nothingIsLeft() {
        server.close();
        TestWorkers.awaitNoThreads();
    }

    /**
     * What starts and stops.
     *
     * @param works waits until it is seen to do what it is for
     * @param end what a test does with it at last
     */
    private record Subject(String name, Lifecycle life, Runnable works, Runnable end) {}

    private Link link() {
        return new Link(settings, identity, new Outage(heard, WorkerTime.system()), new SecureRandom());
    }

    private List<Subject> subjects() {
        return List.of(loop(), errands(), watch(), heartbeat(), laneGroup(), worker(), faktoryWorker());
    }

    private Subject loop() {
        var steps = new AtomicInteger();
        var loop = new Loop(name + "-loop", WorkerThreads.own(), heard, () -> gate -> {
            steps.incrementAndGet();
            gate.pause(Duration.ofMillis(5));
        });
        return new Subject("loop", loop, () -> awaitMore(steps), loop::stop);
    }

    private static void awaitMore(AtomicInteger counted) {
        awaitMore(counted, () -> {});
    }

    private static void awaitMore(AtomicInteger counted, Runnable cause) {
        var before = counted.get();
        cause.run();
        await().until(() -> counted.get() > before);
    }

    private Subject errands() {
        var errands = new Errands(name, WorkerThreads.own(), heard);
        var done = new AtomicInteger();
        return new Subject(
                "errands", errands, () -> awaitMore(done, () -> errands.execute(done::incrementAndGet)), errands::stop);
    }

    private Subject watch() {
        var looks = new AtomicInteger();
        var watch = new Watch(
                name,
                WorkerThreads.own(),
                heard,
                new Outage(heard, WorkerTime.system()),
                () -> {
                    looks.incrementAndGet();
                    return List.of();
                },
                () -> {});
        return new Subject("watch", watch, () -> awaitMore(looks), watch::stop);
    }

    private Subject heartbeat() {
        var beats = new AtomicInteger();
        var heartbeat = new Heartbeat(
                name, Duration.ofMillis(5), identity.wid(), surroundings, this::link, reply -> beats.incrementAndGet());
        return new Subject("heartbeat", heartbeat, () -> awaitMore(beats), heartbeat::stop);
    }

    private Subject laneGroup() {
        var router = new Router(Duration.ZERO, WorkerTime.system());
        var ran = new AtomicInteger();
        var handler = TestWorkers.handler("lanes", 3, job -> ran.incrementAndGet());
        var registration = new Registration(handler, new Capacity(3));
        router.add(registration);
        var group = new LaneGroup(
                Queues.parse("lanes"),
                name,
                surroundings,
                Runnable::run,
                own -> new Lane(own, link(), router, (any, pause) -> {}, heard, WorkerTime.system()));
        group.join(registration);
        return new Subject("lane group", group, () -> runs("lanes", ran), group::stop);
    }

    private void runs(String queue, AtomicInteger ran) {
        awaitMore(ran, () -> TestWorkers.push(server, Job.of("x").queue(queue)));
    }

    private Subject worker() {
        var ran = new AtomicInteger();
        var worker = TestWorkers.worker(server, heard, Duration.ofSeconds(5));
        worker.add(TestWorkers.handler("worker", 3, job -> ran.incrementAndGet()));
        worker.stop();
        return new Subject("worker", worker, () -> runs("worker", ran), worker::close);
    }

    private Subject faktoryWorker() {
        var ran = new AtomicInteger();
        var worker = FaktoryWorker.at(server.url())
                .queues("faktory-worker")
                .set(Setting.STARTUP_GRACE, "0s")
                .on("x", job -> ran.incrementAndGet())
                .start();
        worker.stop();
        return new Subject("Java SE worker", worker, () -> runs("faktory-worker", ran), worker::close);
    }

    private Stream<DynamicTest> each(String what, Consumer<Subject> contract) {
        return subjects().stream()
                .map(subject -> dynamicTest(subject.name() + " " + what, () -> {
                    try {
                        contract.accept(subject);
                    } finally {
                        subject.end().run();
                    }
                    assertThat(subject.life().isRunning()).isFalse();
                    assertThat(heard.of(WorkerEvent.Troubled.class)).isEmpty();
                }));
    }

    @TestFactory
    Stream<DynamicTest> contract() {
        return each("starts, stops, and starts again", subject -> {
            var life = subject.life();
            life.stop();
            assertThat(life.isRunning()).as("stopped before it was started").isFalse();
            for (int round = 0; round < 2; round++) {
                life.start();
                life.start();
                assertThat(life.isRunning()).isTrue();
                subject.works().run();
                life.stop();
                life.stop();
                assertThat(life.isRunning()).isFalse();
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> stress() {
        return each("is started and stopped by everyone at once", subject -> {
            var pool = Executors.newFixedThreadPool(THREADS);
            try {
                var all = new ArrayList<Future<?>>();
                for (int thread = 0; thread < THREADS; thread++) {
                    var random = new Random(thread);
                    all.add(pool.submit(() -> {
                        for (int step = 0; step < STEPS; step++) {
                            if (random.nextBoolean()) {
                                subject.life().start();
                            } else {
                                subject.life().stop();
                            }
                        }
                    }));
                }
                for (var each : all) {
                    each.get(60, TimeUnit.SECONDS);
                }
                subject.life().start();
                subject.works().run();
            } catch (Exception e) {
                throw new AssertionError(e);
            } finally {
                pool.shutdown();
            }
        });
    }
}
