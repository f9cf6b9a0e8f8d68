package org.faktoryjca.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.faktoryjca.ClosedException;
import org.faktoryjca.Job;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Resuming, after whatever has stopped a worker from fetching. */
@Timeout(120)
class WorkerResumeTest {
    private final EmbeddedFaktory server = EmbeddedFaktory.start();
    private final HeardEvents heard = new HeardEvents();
    private final Worker worker = TestWorkers.worker(server, heard, Duration.ofSeconds(5));
    private final List<Object> seen = new CopyOnWriteArrayList<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void stop() {
        end.countDown();
        TestWorkers.close(server, worker);
    }

    private void slowly(Job job) throws InterruptedException {
        seen.add(job.type());
        begun.countDown();
        end.await();
    }

    private void push(String type) {
        TestWorkers.push(server, Job.of(type));
    }

    private void runsAgainUnderAnotherWid(String before) {
        push("later");
        await().until(() -> seen.contains("later"));
        assertThat(worker.identity().wid()).isNotEqualTo(before);
        assertThat(heard.of(WorkerEvent.Started.class))
                .extracting(WorkerEvent.Started::wid)
                .containsExactly(before, worker.identity().wid());
        await().untilAsserted(() -> assertThat(heard.of(WorkerEvent.Stopped.class))
                .extracting(WorkerEvent.Stopped::wid)
                .containsExactly(before));
    }

    @Test
    void afterTheServersQuiet() {
        worker.add(TestWorkers.handler("default", 2, job -> seen.add(job.type())));
        await().until(() -> server.workers().size() == 1);
        var wid = worker.identity().wid();
        server.quiet();
        await().until(() -> heard.of(WorkerEvent.Quieted.class).size() == 1);

        worker.resume();

        runsAgainUnderAnotherWid(wid);
        assertThat(heard.of(WorkerEvent.Quieted.class))
                .as("the new one is not told")
                .hasSize(1);
    }

    @Test
    void whoIsQuietByItselfTellsTheServerAndWhoResumesIsAsGoodAsNew() throws Exception {
        worker.add(TestWorkers.handler("default", 2, this::slowly));
        push("running");
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(states()).containsExactly("RUNNING");

        worker.quiet();
        await().until(() -> states().equals(List.of("QUIET")));
        assertThat(heard.of(WorkerEvent.Quieted.class))
                .as("the server's replies tell nothing new")
                .hasSize(1);

        worker.resume();
        await().until(() -> states().contains("RUNNING"));
        // What ran may be reported by the worker that is quiet.
        end.countDown();
        await().until(() -> server.processed() == 1 && server.failures() == 0);
    }

    private List<String> states() {
        return server.connectedWorkers().stream()
                .map(known -> known.state().name())
                .toList();
    }

    @Test
    void afterTheServersTerminate() throws Exception {
        worker.add(TestWorkers.handler("default", 2, job -> seen.add(job.type())));
        await().until(() -> server.workers().size() == 1);
        var wid = worker.identity().wid();
        server.terminate();
        worker.awaitTermination();
        assertThat(worker.isRunning()).isFalse();

        worker.resume();

        runsAgainUnderAnotherWid(wid);
    }

    @Test
    void aHandlerAddedAfterATerminateResumesTheOthersToo() throws Exception {
        worker.add(TestWorkers.handler("default", 2, job -> seen.add(job.type())));
        await().until(() -> server.workers().size() == 1);
        var wid = worker.identity().wid();
        server.terminate();
        worker.awaitTermination();

        worker.add(TestWorkers.handler("other", 2, job -> seen.add(job.type())));

        runsAgainUnderAnotherWid(wid);
    }

    @Test
    void whileAJobOfBeforeStillRunsNoMoreRunThanTheHandlerTakes() {
        worker.add(TestWorkers.handler("default", 1, this::slowly));
        push("first");
        await().until(() -> seen.contains("first"));
        worker.quiet();
        worker.resume();
        push("second");
        await().during(Duration.ofMillis(500)).until(() -> seen.size() == 1);
        assertThat(server.working()).as("fetched, with nobody to run it").hasSize(1);

        end.countDown();
        await().until(() -> server.processed() == 2);
        assertThat(seen).containsExactly("first", "second");
    }

    @Test
    void aRemovedHandlerDoesNotComeBack() {
        var gone = TestWorkers.handler("gone", 1, job -> seen.add(job.type()));
        worker.add(gone);
        worker.add(TestWorkers.handler("default", 1, job -> seen.add(job.type())));
        worker.quiet();
        var later = TestWorkers.handler("later", 1, job -> seen.add(job.type()));
        worker.add(later);
        assertThat(heard.of(WorkerEvent.AddedQuietly.class))
                .containsExactly(new WorkerEvent.AddedQuietly(worker.identity().wid(), later.name()));
        worker.remove(gone);
        worker.resume();
        TestWorkers.push(server, Job.of("x").queue("gone"));
        push("later");
        await().until(() -> seen.contains("later"));
        assertThat(seen).containsExactly("later");
        assertThat(server.queued("gone")).hasSize(1);
    }

    @Test
    void notAfterClose() {
        worker.add(TestWorkers.handler("default", 1, job -> {}));
        server.close();
        worker.close();
        assertThatThrownBy(worker::resume).isInstanceOf(ClosedException.class).hasMessageContaining("does not resume");
    }

    @Test
    void whatRunsAnywayIsLeftAlone() {
        worker.resume();
        assertThat(worker.isRunning()).as("without a handler").isFalse();
        worker.add(TestWorkers.handler("default", 1, job -> {}));
        var wid = worker.identity().wid();
        worker.resume();
        assertThat(worker.identity().wid()).isEqualTo(wid);
    }
}
