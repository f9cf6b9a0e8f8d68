package org.faktoryjca.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.faktoryjca.ClosedException;
import org.faktoryjca.Job;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Quiet, terminate and close: what ends, and what is waited for. */
@Timeout(120)
class WorkerStopTest extends WorkerFixture {
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
                .isBetween(Duration.ofMillis(500), Duration.ofSeconds(25));
        assertThat(server.processed()).isZero();
        assertThat(server.working()).hasSize(1);

        end.countDown();
        assertThat(onlyRetry()).contains("\"WorkerShutdown\"");
    }

    @Test
    @SuppressWarnings("try") // closed by the test, and whatever it comes to
    void stuckJobsOfManyQueuesDoNotAddUpTheirTimes() throws Exception {
        try (var patient = TestWorkers.worker(server, heard, Duration.ofSeconds(3))) {
            for (int i = 0; i < 12; i++) {
                patient.add(TestWorkers.handler("q" + i, 1, this::slowly));
                TestWorkers.push(server, Job.of("x").queue("q" + i));
            }
            await().until(() -> server.working().size() == 12);
            // One after the other, it would be 36 s.
            var before = System.nanoTime();
            patient.close();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(25));
        }
    }

    @Test
    void aWorkerThatHasBegunToCloseFetchesNoMoreAndEndsByItself() throws Exception {
        var own = TestWorkers.worker(server, heard, Duration.ofSeconds(20));
        own.add(TestWorkers.handler("default", 1, this::slowly));
        push("x");
        begun.await();
        push("y");

        own.beginClose();
        own.beginClose();
        assertThat(own.health().state()).isEqualTo("CLOSED");
        assertThat(seen).isEmpty();
        end.countDown();

        await().until(() -> heard.of(WorkerEvent.Stopped.class).size() == 1);
        own.close();
        assertThat(seen).containsExactly("x");
        assertThat(server.processed()).isEqualTo(1);
        assertThat(heard.of(WorkerEvent.Stopped.class)).hasSize(1);
        assertThatThrownBy(() -> own.add(TestWorkers.handler("default", 1, this::slowly)))
                .isInstanceOf(ClosedException.class);
    }
}
