package org.faktoryjca.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.faktoryjca.Job;
import org.faktoryjca.client.settings.ServerSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads of lanes that a container wants back while they run no job. */
@Timeout(60)
class LaneInterruptTest extends WorkerFixture {
    private final List<Thread> lanes = new CopyOnWriteArrayList<>();
    private final List<Boolean> interrupted = new CopyOnWriteArrayList<>();
    private final Worker own = TestWorkers.worker(
            ServerSettings.at(server.url()),
            heard,
            Duration.ofSeconds(20),
            (name, task) -> WorkerThreads.own().start(name, () -> {
                if (name.contains("-lane-")) {
                    lanes.add(Thread.currentThread());
                    task.run();
                    interrupted.add(Thread.currentThread().isInterrupted());
                } else {
                    task.run();
                }
            }));

    @BeforeEach
    void fetch() {
        own.add(TestWorkers.handler("default", 1, job -> {
            // Not to pass the time: any wait tells of an interrupt.
            Thread.sleep(1);
            seen.add(Thread.currentThread());
        }));
        runs(1);
    }

    @AfterEach
    void close() {
        server.close();
        own.close();
    }

    /** Its retry is 0: a failure would be the end of it. */
    private void runs(int sofar) {
        TestWorkers.push(server, Job.of("x").retry(0));
        await().until(() -> server.processed() == sofar);
        assertThat(heard.of(WorkerEvent.Failed.class)).isEmpty();
        assertThat(seen).hasSize(sofar);
    }

    private void firstEnds() {
        await().until(() -> !lanes.get(0).isAlive());
        assertThat(interrupted).containsExactly(true);
        assertThat(heard.of(WorkerEvent.Unreported.class)).isEmpty();
        assertThat(heard.of(WorkerEvent.Troubled.class)).isEmpty();
    }

    @Test
    void oneThatIsInterruptedInItsFetchRunsTheJobThatThisBringsAndThenAnotherTakesItsPlace() {
        lanes.get(0).interrupt();
        runs(2);
        firstEnds();
        runs(3);
        assertThat(seen.get(2)).isNotSameAs(lanes.get(0));
    }

    @Test
    void oneThatIsInterruptedInAFetchThatBringsNothingGivesItsPlaceToAnother() {
        lanes.get(0).interrupt();
        firstEnds();
        runs(2);
        assertThat(seen.get(1)).isNotSameAs(lanes.get(0));
    }
}
