package org.faktoryjca.ra.inbound;

import static java.util.concurrent.CompletableFuture.runAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.resource.ResourceException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.faktoryjca.Job;
import org.faktoryjca.client.Connection;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.ra.FaktoryResourceAdapter;
import org.faktoryjca.ra.StandaloneContainer;
import org.faktoryjca.ra.StandaloneEndpoints;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several beans on one queue, each for its own job types. */
@Timeout(120)
class SharedQueueTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final EmbeddedFaktory server = EmbeddedFaktory.start();
    private final Connection client = Connection.open(ServerSettings.at(server.url()));
    private final FaktoryResourceAdapter adapter = new FaktoryResourceAdapter();
    private final List<String> ran = new CopyOnWriteArrayList<>();
    private final StandaloneEndpoints one = endpoints();
    private final StandaloneEndpoints two = endpoints();
    private int pushed;

    private StandaloneEndpoints endpoints() {
        return new StandaloneEndpoints(job -> ran.add(job.type()), true, 8);
    }

    private static FaktoryActivationSpec spec(String type) {
        var spec = new FaktoryActivationSpec();
        spec.setQueues("shared");
        spec.setJobTypes(type);
        return spec;
    }

    @BeforeEach
    void start() throws Exception {
        adapter.setUrl(server.url());
        adapter.start(new StandaloneContainer());
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
        adapter.stop();
    }

    /** The job is lost if it fails. */
    private void push(String type) {
        client.push(Job.of(type).queue("shared").retry(0));
        pushed++;
    }

    @Test
    void whatIsFetchedWhileTheirApplicationIsUndeployedRunsOrStaysInItsQueue() throws Exception {
        // A machine that stands still for 2 s has no FETCH under way any more when the jobs come.
        var ranMeanwhile = 0;
        for (var tries = 0; tries < 3 && ranMeanwhile == 0; tries++) {
            ranMeanwhile = runWhileUndeployed();
        }
        assertThat(ranMeanwhile).as("what the FETCH under way brought").isPositive();
    }

    /** How many jobs have run while both beans were undeployed; the others are in the queue. */
    private int runWhileUndeployed() throws Exception {
        adapter.endpointActivation(one, spec("one"));
        adapter.endpointActivation(two, spec("two"));
        push("one");
        push("two");
        await().atMost(PATIENCE).until(() -> server.processed() == pushed);

        var before = ran.size();
        // As servers do it: one bean after the other. A FETCH is under way most of the time.
        var undeployed = runAsync(() -> {
            adapter.endpointDeactivation(one, spec("one"));
            adapter.endpointDeactivation(two, spec("two"));
        });
        do {
            push(pushed % 2 == 0 ? "one" : "two");
        } while (!isDoneIn(undeployed, Duration.ofMillis(20)));

        assertThat(server.failures()).isZero();
        assertThat(server.working()).isEmpty();
        assertThat(ran.size() + server.queued("shared").size()).isEqualTo(pushed);
        return ran.size() - before;
    }

    @Test
    void whileTheServerRefusesCallsOfOneFewJobsFailAndNoneOfTheOther() throws Exception {
        adapter.endpointActivation(one, spec("one"));
        adapter.endpointActivation(two, spec("two"));
        push("one");
        push("two");
        await().atMost(PATIENCE).until(() -> server.processed() == 2);

        one.refuseCalls(EJBComponentUnavailableException::new);
        // What a FETCH under way brings is run, or refused.
        while (server.queued("shared").size() < 20) {
            push(pushed % 2 == 0 ? "one" : "two");
        }
        await().atMost(PATIENCE).until(() -> server.working().isEmpty());
        // As many as there may be lanes.
        assertThat(server.failures()).isBetween(1L, 16L);
        assertThat(ran.size() + server.failures() + server.queued("shared").size())
                .isEqualTo(pushed);
    }

    private static boolean isDoneIn(Future<?> task, Duration atMost) throws Exception {
        try {
            task.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    @Test
    void beansOfOneQueueThatWouldHaveDifferentWorkersAreRefused() throws Exception {
        var other = spec("two");
        other.setShutdownTimeout("60s");
        adapter.endpointActivation(one, spec("one"));
        assertThatThrownBy(() -> adapter.endpointActivation(two, other))
                .isInstanceOf(ResourceException.class)
                .hasMessageContainingAll(
                        "FAKTORY-502", "queue shared", "127.0.0.1:" + server.port(), "set these alike");

        adapter.endpointDeactivation(one, spec("one"));
        adapter.endpointActivation(two, other);
        push("two");
        await().atMost(PATIENCE).until(() -> ran.equals(List.of("two")));
    }
}
