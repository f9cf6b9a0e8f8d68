package org.faktoryjca.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.faktoryjca.Job;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A handler that takes no jobs for a minute, and those that share its queues. */
@Timeout(90)
class WorkerRefusalTest {
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Longer than an idle lane waits between two looks; a lane that fetches takes milliseconds. */
    private static final Duration WHILE = Duration.ofMillis(500);

    private final EmbeddedFaktory server = EmbeddedFaktory.start();
    private final HeardEvents heard = new HeardEvents();
    private final MovedTime time = new MovedTime();
    private final List<String> ran = new CopyOnWriteArrayList<>();
    private final Handler refusing = TestWorkers.handler(
            "q",
            Set.of("refused"),
            1,
            delivery -> new Outcome.Refused(FailureReport.named("Refused", "on purpose"), PAUSE));
    private final Worker worker = TestWorkers.worker(
            TestWorkers.settings(ServerSettings.at(server.url()), Duration.ofSeconds(20)),
            heard,
            WorkerThreads.own(),
            time);

    @AfterEach
    void stop() {
        TestWorkers.close(server, worker);
    }

    private Handler healthy(String queues, String type) {
        return TestWorkers.handler(queues, Set.of(type), 1, JobRunner.calling(job -> ran.add(job.type())));
    }

    private void push(String queue, String... types) {
        for (var type : types) {
            TestWorkers.push(server, Job.of(type).queue(queue));
        }
    }

    private void awaitFailures(int count) {
        await().atMost(PATIENCE).until(() -> server.failures() == count);
    }

    private void nothingComesOf(int jobs) {
        await().during(WHILE)
                .atMost(PATIENCE)
                .until(() ->
                        server.queued("q").size() == jobs && server.working().isEmpty());
    }

    @Test
    void itsJobFailsAndTheOthersStayInTheirQueueUntilTheTimeIsOver() {
        worker.add(refusing);
        push("q", "refused");
        awaitFailures(1);
        assertThat(server.retries()).singleElement().asString().contains("on purpose");

        push("q", "refused", "refused");
        nothingComesOf(2);
        time.move(PAUSE.minusSeconds(1));
        nothingComesOf(2);

        // One more, and not both: it is refused again.
        time.move(Duration.ofSeconds(1));
        awaitFailures(2);
        nothingComesOf(1);
        assertThat(heard.of(WorkerEvent.Failed.class)).hasSize(2);
    }

    @Test
    void jobsOfOthersWaitTooAndRunAfterwards() {
        worker.add(refusing);
        worker.add(healthy("q", "healthy"));
        push("q", "refused");
        awaitFailures(1);
        time.move(PAUSE.minusSeconds(1));
        // What a FETCH under way brings is run.
        var pushed = 0;
        do {
            push("q", "healthy");
            pushed++;
        } while (server.queued("q").isEmpty());
        nothingComesOf(1);

        time.move(Duration.ofSeconds(1));
        var all = pushed;
        await().atMost(PATIENCE).until(() -> ran.size() == all);
        assertThat(server.failures()).isEqualTo(1);
    }

    @Test
    void othersGoOnWhenItHasLeft() {
        worker.add(refusing);
        worker.add(healthy("q", "healthy"));
        push("q", "refused");
        awaitFailures(1);

        worker.remove(refusing);
        time.move(Intake.SETTLES);
        push("q", "healthy");
        await().atMost(PATIENCE).until(() -> ran.equals(List.of("healthy")));
    }

    @Test
    void lanesOfOtherQueuesThatFetchFromItsOwnToWaitAndTheRestDoNot() {
        worker.add(refusing);
        worker.add(healthy("q,more", "healthy"));
        worker.add(healthy("elsewhere", "elsewhere"));
        push("q", "refused");
        awaitFailures(1);

        // FETCHes under way bring one each at most.
        push("more", "healthy", "healthy", "healthy");
        push("elsewhere", "elsewhere");
        await().atMost(PATIENCE).until(() -> ran.contains("elsewhere"));
        await().during(WHILE)
                .atMost(PATIENCE)
                .until(() ->
                        server.queued("more").size() >= 2 && server.working().isEmpty());

        time.move(PAUSE);
        await().atMost(PATIENCE).until(() -> ran.size() == 4);
    }
}
