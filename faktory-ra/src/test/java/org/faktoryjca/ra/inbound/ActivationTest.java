package org.faktoryjca.ra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.resource.ResourceException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.faktoryjca.Job;
import org.faktoryjca.JobListener;
import org.faktoryjca.JobMethods;
import org.faktoryjca.OnJob;
import org.faktoryjca.client.Connection;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.ra.CapturedLog;
import org.faktoryjca.ra.FaktoryResourceAdapter;
import org.faktoryjca.ra.StandaloneContainer;
import org.faktoryjca.ra.StandaloneEndpoints;
import org.faktoryjca.testing.server.WorkServer;
import org.faktoryjca.testing.server.WorkServers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Beginning and ending to serve a bean, in the orders that servers have been seen to do it. */
class ActivationTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static WorkServer server;

    private final FaktoryResourceAdapter adapter = new FaktoryResourceAdapter();
    private final List<String> ran = new CopyOnWriteArrayList<>();
    private final JobListener listener = job -> ran.add(job.type());
    private Connection client;

    @BeforeAll
    static void startServer() {
        server = WorkServers.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void start() throws Exception {
        adapter.setUrl(server.url());
        adapter.start(new StandaloneContainer());
        client = Connection.open(ServerSettings.at(server.url()));
        client.flush();
    }

    @AfterEach
    void stop() {
        adapter.stop();
        client.close();
    }

    private StandaloneEndpoints endpoints() {
        return new StandaloneEndpoints(listener, true, 8);
    }

    private static FaktoryActivationSpec spec(String queues) {
        var spec = new FaktoryActivationSpec();
        spec.setQueues(queues);
        return spec;
    }

    private void push(String type, String queue) {
        client.push(Job.of(type).queue(queue));
    }

    private void awaitRun(String... types) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(ran).containsExactlyInAnyOrder(types));
    }

    public static class Bad implements JobMethods {
        @OnJob("a")
        public void one() {}

        @OnJob("a")
        public void two() {}
    }

    @Test
    void allMistakesOfABeanAndItsSettingsAreInOneMessage() {
        var spec = spec("a b");
        spec.setConcurrency("0");
        spec.setJobTypes("other");
        spec.setPassword("s3cret");
        assertThatThrownBy(() -> adapter.endpointActivation(new StandaloneEndpoints(new Bad(), true, 1), spec))
                .isInstanceOf(ResourceException.class)
                .hasMessageContainingAll(
                        "FAKTORY-502",
                        Bad.class.getName(),
                        "both ",
                        "job type a",
                        "jobTypes names other",
                        "queues has 'a b'",
                        "concurrency must be a whole number from 1")
                .hasMessageNotContaining("s3cret");
    }

    /** WildFly keeps such a bean, and activates it with all others when it is resumed: an exception would be theirs. */
    @Test
    void aBeanThatWasRefusedIsRefusedByALineWhenItComesAgain() throws Exception {
        var refused = new StandaloneEndpoints(new Bad(), true, 1);
        assertThatThrownBy(() -> adapter.endpointActivation(refused, spec("bad")))
                .isInstanceOf(ResourceException.class);
        try (var log = new CapturedLog()) {
            adapter.endpointActivation(refused, spec("bad"));
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("not served", "FAKTORY-502", Bad.class.getName());
        }
        assertThatThrownBy(() -> adapter.endpointActivation(new StandaloneEndpoints(new Bad(), true, 1), spec("bad")))
                .isInstanceOf(ResourceException.class);

        adapter.endpointActivation(endpoints(), spec("good"));
        push("one", "good");
        awaitRun("one");
    }

    @Test
    void mistakesOfTheSettingsAloneHaveTheirOwnCode() {
        assertThatThrownBy(() -> adapter.endpointActivation(endpoints(), spec("a=0")))
                .isInstanceOf(ResourceException.class)
                .hasMessageContainingAll("FAKTORY-501", "weight 0");
    }

    @Test
    void theSpecificationsOwnCheckHidesNoMistake() {
        assertThatCode(() -> spec("a b").validate()).doesNotThrowAnyException();
    }

    @Test
    void aBeanActivatedTwiceIsServedOnceAndMayBeDeactivatedTwice() throws Exception {
        var endpoints = endpoints();
        var spec = spec("twice");
        adapter.endpointActivation(endpoints, spec);
        adapter.endpointActivation(endpoints, spec);
        push("first", "twice");
        awaitRun("first");

        adapter.endpointDeactivation(endpoints, spec);
        adapter.endpointDeactivation(endpoints, spec);
        push("second", "twice");

        adapter.endpointActivation(endpoints, spec);
        awaitRun("first", "second");
    }

    @Test
    void whatWasNeverActivatedMayBeDeactivated() {
        assertThatCode(() -> adapter.endpointDeactivation(endpoints(), spec("never")))
                .doesNotThrowAnyException();
    }

    @Test
    void theAdapterMayStopBeforeItsBeansAreDeactivated() throws Exception {
        var endpoints = endpoints();
        adapter.endpointActivation(endpoints, spec("stopped"));
        adapter.stop();
        adapter.endpointDeactivation(endpoints, spec("stopped"));
        adapter.stop();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(client.info().connections()).isEqualTo(1));

        adapter.endpointActivation(endpoints, spec("stopped"));
        assertThat(client.info().connections()).isEqualTo(1);
        adapter.start(new StandaloneContainer());
        adapter.endpointActivation(endpoints, spec("stopped"));
        push("again", "stopped");
        awaitRun("again");
    }

    @Test
    void anAdapterThatWasNeverStartedServesNobody() {
        assertThatThrownBy(() -> new FaktoryResourceAdapter().endpointActivation(endpoints(), spec("early")))
                .isInstanceOf(ResourceException.class)
                .hasMessageContaining("not been started");
    }

    @Test
    void twoBeansForTheSameJobsAreRefusedAndTheFirstGoesOn() throws Exception {
        adapter.endpointActivation(endpoints(), spec("same"));
        assertThatThrownBy(() -> adapter.endpointActivation(endpoints(), spec("same")))
                .isInstanceOf(ResourceException.class)
                .hasMessageContaining("FAKTORY-502");
        push("first", "same");
        awaitRun("first");
    }

    @Test
    void beansWithDifferentSettingsHaveWorkersOfTheirOwn() throws Exception {
        var labelled = spec("labelled");
        labelled.setLabels("special");
        var endpoints = endpoints();
        adapter.endpointActivation(endpoints, spec("plain"));
        adapter.endpointActivation(endpoints(), labelled);
        push("one", "plain");
        push("two", "labelled");
        awaitRun("one", "two");

        adapter.endpointDeactivation(endpoints, spec("plain"));
        push("three", "labelled");
        awaitRun("one", "two", "three");
    }

    @Test
    void theAdaptersValuesAreTheDefaultsOfAnActivation() throws Exception {
        adapter.setUrl("tcp://127.0.0.1:1");
        var spec = spec("defaults");
        spec.setUrl(server.url());
        adapter.endpointActivation(endpoints(), spec);
        push("one", "defaults");
        awaitRun("one");
    }
}
