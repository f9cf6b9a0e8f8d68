package org.faktoryjca.worker;

import static java.util.concurrent.CompletableFuture.runAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.faktoryjca.Job;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.faktoryjca.testing.server.Fault;
import org.faktoryjca.testing.server.FaultProxy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reports whose replies are lost, or that must wait for the server. */
@Timeout(120)
class WorkerReportsTest {
    private final EmbeddedFaktory server = EmbeddedFaktory.start();
    private final FaultProxy proxy = FaultProxy.before(server);
    private final HeardEvents heard = new HeardEvents();
    private final MovedTime time = new MovedTime();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch failNow = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    private final Worker worker = TestWorkers.worker(
            TestWorkers.settings(ServerSettings.at(proxy.url()), Duration.ofSeconds(20)),
            heard,
            WorkerThreads.own(),
            time);

    @AfterEach
    void stop() {
        failNow.countDown();
        end.countDown();
        server.close();
        worker.close();
        proxy.close();
        TestWorkers.awaitNoThreads();
    }

    private void failing() {
        worker.add(TestWorkers.handler("default", Set.of(), 1, JobRunner.calling(job -> {
            throw new IllegalStateException("as it is meant to");
        })));
    }

    @Test
    void aFailWhoseReplyIsLostIsToldAgainAndCountsOnce() {
        failing();
        proxy.set(Fault.cut().at("FAIL").in(Fault.Direction.TO_CLIENT));
        TestWorkers.push(server, Job.of("x").retry(5));
        await().until(() -> server.retries().size() == 1);
        proxy.clear();

        await().until(() -> heard.of(WorkerEvent.Failed.class).size() == 1);
        assertThat(heard.of(WorkerEvent.NotHeld.class)).isEmpty();
        assertThat(server.retries()).singleElement().asString().contains("\"retry_count\":0");
    }

    @Test
    void aFailThatMayHaveArrivedLongAgoIsNotRepeatedBecauseTheJobMayRunElsewhere() throws Exception {
        worker.add(TestWorkers.handler("default", Set.of(), 1, JobRunner.calling(job -> {
            begun.countDown();
            failNow.await();
            throw new IllegalStateException("as it is meant to");
        })));
        // So that no FETCH goes along, which the server would answer with the job's next run.
        TestWorkers.push(server, Job.of("x").retry(5));
        begun.await();
        worker.quiet();
        proxy.set(Fault.cut().at("FAIL").in(Fault.Direction.TO_CLIENT));
        failNow.countDown();
        await().until(() -> server.retries().size() == 1);
        proxy.set(Fault.refuse());

        server.advance(Duration.ofMinutes(2));
        var other = new HeardEvents();
        var begunElsewhere = new CountDownLatch(1);
        try (var elsewhere = TestWorkers.worker(server, other, Duration.ofSeconds(5))) {
            elsewhere.add(TestWorkers.handler("default", Set.of(), 1, JobRunner.calling(job -> {
                begunElsewhere.countDown();
                end.await();
            })));
            begunElsewhere.await();
            time.move(Duration.ofSeconds(10));
            proxy.clear();

            await().until(() -> heard.of(WorkerEvent.FailInDoubt.class).size() == 1);
            assertThat(server.working()).as("the run of the other one").hasSize(1);
            end.countDown();
            await().until(() -> server.processed() == 2);
            assertThat(other.of(WorkerEvent.Succeeded.class)).hasSize(1);
            assertThat(heard.of(WorkerEvent.Failed.class)).isEmpty();
            server.close();
        }
    }

    @Test
    void whileTheWorkerStopsAReportWaitsForTheServer() throws Exception {
        worker.add(TestWorkers.handler("default", Set.of(), 1, JobRunner.calling(job -> {
            begun.countDown();
            end.await();
        })));
        TestWorkers.push(server, Job.of("x").retry(0));
        begun.await();
        proxy.set(Fault.cut().at("ACK").in(Fault.Direction.TO_SERVER));
        var closing = runAsync(worker::close);
        await().until(() -> worker.health().state().equals("CLOSED"));
        end.countDown();
        await().until(() -> !heard.of(WorkerEvent.ConnectionLost.class).isEmpty());
        proxy.clear();

        closing.get(60, TimeUnit.SECONDS);
        assertThat(heard.of(WorkerEvent.Succeeded.class)).hasSize(1);
        assertThat(heard.of(WorkerEvent.Unreported.class)).isEmpty();
        assertThat(server.working()).isEmpty();
    }

    @Test
    void aQuietWorkerWhoseFetchingConnectionBreaksIsWellAsLongAsItsHeartbeatIs() {
        worker.add(TestWorkers.handler("default", Set.of(), 1, JobRunner.calling(job -> {})));
        await().until(() -> worker.health().isUp());
        worker.quiet();
        proxy.set(Fault.cut());
        await().until(() -> !heard.of(WorkerEvent.ConnectionLost.class).isEmpty());
        proxy.clear();

        await().until(() -> worker.health().isUp());
        time.move(Outage.CALM);
        await().until(() -> heard.of(WorkerEvent.Reconnected.class).size() == 1);
    }

    @Test
    void aJobWhoseReservationEndsWhileAConnectionIsMadeForItsReportIsNotReported() throws Exception {
        worker.add(TestWorkers.handler("default", Set.of(), 1, JobRunner.calling(job -> {
            begun.countDown();
            end.await();
        })));
        TestWorkers.push(server, Job.of("x").retry(5));
        begun.await();
        worker.quiet();
        proxy.set(Fault.cut());
        await().until(() -> proxy.open() == 0);
        proxy.set(Fault.delay(Duration.ofMinutes(1)));
        end.countDown();
        await("heartbeat and lane, which wait for their greetings").until(() -> proxy.open() == 2);
        time.move(Duration.ofMinutes(30));
        proxy.clear();

        await().until(() -> heard.of(WorkerEvent.LeaseEnded.class).size() == 1);
        assertThat(heard.of(WorkerEvent.Succeeded.class)).isEmpty();
        assertThat(server.working()).as("not told of the job's end").hasSize(1);
    }
}
