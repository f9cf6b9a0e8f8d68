package org.faktoryjca.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.faktoryjca.Job;
import org.faktoryjca.client.Connection;
import org.faktoryjca.client.json.ArgumentBinder;
import org.faktoryjca.client.json.JobDefaults;
import org.faktoryjca.client.json.JobWriter;
import org.faktoryjca.client.settings.Queues;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.testing.server.Fault;
import org.faktoryjca.testing.server.FaultProxy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lanes that share threads because their jobs are short, and what happens to their jobs when one of them is held up. */
@Timeout(120)
class CrewTest extends WorkerFixture {
    private static final int LANES = 6;
    private static final int CHUNK = 1_000;

    /** Served before {@code default}. */
    private static final String URGENT = "urgent";

    private final AtomicInteger done = new AtomicInteger();
    private final AtomicInteger disturbed = new AtomicInteger();
    private final Set<String> jids = ConcurrentHashMap.newKeySet();
    private final CyclicBarrier together = new CyclicBarrier(LANES);

    @AfterEach
    void letGo() {
        end.countDown();
    }

    private void run(Job job) throws Exception {
        switch (job.type()) {
            case "long" -> slowly(job);
            case "together" -> {
                together.await(20, TimeUnit.SECONDS);
                seen.add(job.type());
            }
            default -> {
                if (Thread.currentThread().isInterrupted()) {
                    disturbed.incrementAndGet();
                }
                jids.add(job.jid());
                done.incrementAndGet();
            }
        }
    }

    private Handler handler() {
        return new Handler(
                "a handler of short jobs",
                Queues.parse(URGENT + ", default"),
                Set.of(),
                LANES,
                ArgumentBinder.create(),
                JobRunner.calling(this::run),
                true);
    }

    /** Whose lanes' last jobs have so long, however slow the machine is. */
    private Worker worker(Duration shutdownTimeout) {
        return TestWorkers.worker(server, heard, shutdownTimeout);
    }

    private void pushShort(int jobs) {
        var writer = new JobWriter(JobDefaults.STANDARD);
        try (var connection = Connection.open(ServerSettings.at(server.url()))) {
            for (int i = 0; i < jobs; i += CHUNK) {
                assertThat(connection.pushBulk(IntStream.range(0, CHUNK)
                                .mapToObj(n -> writer.write(Job.of("short", n)))
                                .toList()))
                        .isEmpty();
            }
        }
    }

    private void pushUrgent(String type) {
        TestWorkers.push(server, Job.of(type).queue(URGENT));
    }

    private static List<Thread> asleep() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> Arrays.stream(thread.getValue())
                        .anyMatch(frame -> frame.getClassName().equals(Crew.class.getName())
                                && frame.getMethodName().equals("sleep")))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static void awaitCrew() {
        await().pollInterval(Duration.ofMillis(5)).until(() -> !asleep().isEmpty());
    }

    @Test
    void lanesWithShortJobsShareThreads() {
        pushShort(50_000);
        worker.add(handler());
        awaitCrew();
        await().until(() -> done.get() == 50_000);
        assertThat(jids).hasSize(50_000);
        await("each has its own again when there is nothing to do").until(() -> asleep().isEmpty());
        assertThat(worker.health().troubles()).isEmpty();
    }

    @Test
    void aLongJobHoldsUpNoOther() {
        pushShort(50_000);
        worker.add(handler());
        awaitCrew();
        pushUrgent("long");
        await().until(() -> begun.getCount() == 0);
        assertThat(done).as("it began amid the others").hasValueLessThan(50_000);

        await().until(() -> done.get() == 50_000);
        assertThat(seen).as("it still runs").isEmpty();
        end.countDown();
        await().until(() -> server.working().isEmpty());
        assertThat(seen).containsExactly("long");
    }

    @Test
    void asManyJobsAsThereAreLanesRunAtTheSameTime() {
        pushShort(50_000);
        worker.add(handler());
        awaitCrew();
        IntStream.range(0, 2 * LANES).forEach(i -> pushUrgent("together"));
        await().until(() -> seen.size() == 2 * LANES);
        await().until(() -> done.get() == 50_000);
    }

    @Test
    void aJobOfACrewIsInterruptedWhereThatIsAskedFor() {
        pushShort(50_000);
        try (var own = worker(Duration.ofSeconds(3))) {
            own.add(handler());
            awaitCrew();
            pushUrgent("long");
            await().until(() -> begun.getCount() == 0);
        }
        assertThat(seen).isEmpty();
        assertThat(server.retries()).singleElement().asString().contains("\"WorkerShutdown\"");
        assertAllAccountedFor();
    }

    /** What was fetched has run and was reported, and the rest still waits. */
    private void assertAllAccountedFor() {
        assertThat(server.working()).isEmpty();
        assertThat(done.get() + server.queued("default").size()).isEqualTo(50_000);
        assertThat(heard.of(WorkerEvent.Unreported.class)).isEmpty();
        assertThat(heard.of(WorkerEvent.Troubled.class)).isEmpty();
    }

    @Test
    void aStopAmidACrewReportsWhatWasFetched() {
        pushShort(50_000);
        try (var own = worker(Duration.ofSeconds(20))) {
            own.add(handler());
            awaitCrew();
        }
        assertThat(done).hasValueLessThan(50_000);
        assertAllAccountedFor();
    }

    @Test
    void quietAmidACrewFetchesNoMore() {
        pushShort(50_000);
        worker.add(handler());
        awaitCrew();
        worker.quiet();
        await().until(() -> server.working().isEmpty() && asleep().isEmpty());
        var then = done.get();
        assertThat(then).isLessThan(50_000);
        await().during(Duration.ofMillis(300)).until(() -> done.get() == then);
        assertAllAccountedFor();
    }

    @Test
    void whoInterruptsASleepingThreadLosesAndDisturbsNoJob() {
        pushShort(50_000);
        worker.add(handler());
        awaitCrew();
        asleep().forEach(Thread::interrupt);
        await().until(() -> done.get() == 50_000);
        assertThat(jids).hasSize(50_000);
        assertThat(disturbed).as("jobs that began with the interrupt").hasValue(0);
        await().until(() -> server.working().isEmpty());
        IntStream.range(0, LANES).forEach(i -> pushUrgent("together"));
        await("others have taken the places of those that ended").until(() -> seen.size() == LANES);
        assertThat(heard.of(WorkerEvent.Unreported.class)).isEmpty();
    }

    @Test
    void connectionsThatAreCutUnderACrewLoseNoJobAndNoReport() {
        pushShort(50_000);
        try (var proxy = FaultProxy.before(server);
                var cut = TestWorkers.worker(
                        ServerSettings.at(proxy.url()), heard, Duration.ofSeconds(5), WorkerThreads.own())) {
            cut.add(handler());
            awaitCrew();
            proxy.set(Fault.cut());
            await().until(() -> !heard.of(WorkerEvent.ConnectionLost.class).isEmpty());
            assertThat(done).hasValueLessThan(50_000);
            proxy.clear();
            await().until(() -> server.queued("default").isEmpty());
            await().until(() -> heard.of(WorkerEvent.Reconnected.class).size() == 1);
            // What a FETCH brought that nobody heard is still reserved.
            await().untilAsserted(() ->
                    assertThat(jids.size() + server.working().size()).isEqualTo(50_000));
            assertThat(server.working()).hasSizeLessThanOrEqualTo(LANES);
            assertThat(heard.of(WorkerEvent.Unreported.class)).isEmpty();
            server.close();
        }
    }
}
