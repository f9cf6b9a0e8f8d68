package org.faktoryjca.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import javax.management.JMException;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.ResourceAdapterArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the work server's pages tell a worker, and which of several beans of one queue a job goes to: applications with one adapter. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class StatesIT extends DeployedBeans {
    /** A worker hears the server's word with its next heartbeat, of which there is one in 15 s. */
    private static final Duration HEARTBEATS = Duration.ofSeconds(60);

    private static final String QUEUE = "states";
    private static final String PACKAGE = "org.faktoryjca.it.app.states.";

    private ServerJvm server;

    @Deployment(name = "adapter", managed = false, testable = false)
    static ResourceAdapterArchive adapter() {
        return Applications.adapter();
    }

    @Deployment(name = "known", managed = false, testable = false)
    static JavaArchive known() {
        return Applications.jar("known", "states", "Known", QUEUE);
    }

    @Deployment(name = "others", managed = false, testable = false)
    static JavaArchive others() {
        return Applications.jar("others", "states", "Others", QUEUE);
    }

    @Deployment(name = "rival", managed = false, testable = false)
    static JavaArchive rival() {
        return Applications.jar("rival", "states", "Rival", QUEUE);
    }

    @Deployment(name = "together", managed = false, testable = false)
    static EnterpriseArchive together() {
        return Applications.ear("together", "states", "Known", "Others", "Rival");
    }

    @BeforeEach
    void open() throws IOException {
        server = ServerJvm.open();
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private void deployKnown() {
        deployments.deploy("adapter");
        deployments.deploy("known");
    }

    /** Pushes a job, and answers its argument. */
    private String push(String type) throws IOException {
        var id = UUID.randomUUID().toString();
        work.push(QUEUE, type, "[\"" + id + "\"]");
        return id;
    }

    private void awaitRun(String bean, String id) {
        await().atMost(Work.PATIENCE)
                .untilAsserted(() -> assertThat(work.failure(id)).contains(bean + " had " + id));
    }

    private Object attribute(String name) throws IOException, JMException {
        return server.beans().getAttribute(server.worker(), name);
    }

    /** By the server's page, and as the worker then says by JMX. */
    private void tell(String signal, String state) throws Exception {
        work.tell((String) attribute("Wid"), signal);
        await().atMost(HEARTBEATS)
                .untilAsserted(() -> assertThat(attribute("State")).isEqualTo(state));
    }

    /** What may be under way when it hears that has an end, too. */
    private void terminate() throws Exception {
        tell("terminate", "STOPPED");
        server.awaitNoThread();
    }

    @Test
    void aWorkerThatTheServerMakesQuietRunsNothingUntilItIsResumed() throws Exception {
        deployKnown();
        awaitRun("Known", push("known"));
        var wid = attribute("Wid");
        assertThat(attribute("Labels")).isEqualTo(new String[] {"states"});
        tell("quiet", "QUIET");
        assertThat(attribute("Up")).isEqualTo(true);

        // The one FETCH that may be under way may bring the first of them.
        push("known");
        var left = push("known");
        await().during(Duration.ofSeconds(4))
                .atMost(Work.PATIENCE)
                .untilAsserted(
                        () -> assertThat(work.faktory().counts().queued()).isPositive());
        assertThat(work.failure(left)).isEmpty();

        server.beans().invoke(server.worker(), "resume", new Object[0], new String[0]);
        awaitRun("Known", left);
        assertThat(attribute("State")).isEqualTo("RUNNING");
        assertThat(attribute("Wid")).isNotEqualTo(wid);
    }

    @Test
    void aWorkerThatTheServerTerminatesLeavesItsJobsToTheNextDeployment() throws Exception {
        deployKnown();
        awaitRun("Known", push("known"));
        terminate();
        var id = push("known");
        assertThat(attribute("Up")).isEqualTo(false);

        deployments.undeploy("known");
        assertThat(server.names()).isEmpty();
        server.awaitNoThread();
        assertThat(work.faktory().counts().queued()).isEqualTo(1);

        deployments.deploy("known");
        awaitRun("Known", id);
    }

    @Test
    void anyBeanThatIsDeployedThenWithItsSettingsResumesItForTheOtherApplicationsToo() throws Exception {
        deployKnown();
        var wid = attribute("Wid");
        terminate();
        var id = push("known");

        deployments.deploy("others");
        awaitRun("Known", id);
        assertThat(attribute("State")).isEqualTo("RUNNING");
        assertThat(attribute("Wid")).isNotEqualTo(wid);
    }

    @Test
    void aBeanWithTypesHasItsOwnAndACatchAllTheRest() throws Exception {
        deployKnown();
        deployments.deploy("others");
        for (int i = 0; i < 3; i++) {
            var known = push("known");
            var other = push("other-" + i);
            awaitRun("Known", known);
            awaitRun("Others", other);
        }

        deployments.undeploy("known");
        awaitRun("Others", push("known"));
    }

    @Test
    void aJobThatNobodyTakesWaitsForABeanThatIsDeployedWithinTheGrace() throws Exception {
        try (var log = new ServerLog()) {
            deployKnown();
            var id = push("other");
            await().atMost(Work.PATIENCE)
                    .untilAsserted(() -> assertThat(log.count("nobody takes")).isEqualTo(1));
            assertThat(work.faktory().counts().working()).isEqualTo(1);

            deployments.deploy("others");
            awaitRun("Others", id);
        }
    }

    @Test
    void aBeanForATypeThatAnotherApplicationHasIsRefusedAndTheFirstOneGoesOn() throws Exception {
        deployKnown();
        assertThat(deployments.refusalOf("rival"))
                .contains("FAKTORY-502", PACKAGE + "Known and " + PACKAGE + "Rival both take job type known");
        awaitRun("Known", push("known"));
    }

    @Test
    void anApplicationWithTwoBeansForATypeIsRefusedAndNothingOfItRuns() throws Exception {
        assertThat(deployments.refusalOf("together"))
                .containsPattern("FAKTORY-502.* both take job type known of queue states")
                .contains(PACKAGE + "Known", PACKAGE + "Rival");
        assertThat(server.names()).isEmpty();
        server.awaitNoThread();
    }
}
