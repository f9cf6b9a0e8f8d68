package org.faktoryjca.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
            await().atMost(60, TimeUnit.SECONDS).until(() -> server.processed() == 1);
        }
        assertThat(heard.of(WorkerEvent.Troubled.class)).hasSize(1);
    }
}
