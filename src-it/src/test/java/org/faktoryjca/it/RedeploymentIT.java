package org.faktoryjca.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import javax.management.JMException;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.ResourceAdapterArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is left in the server when an application has been deployed and undeployed again and again. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class RedeploymentIT {
    private static final int OTHERS = 10;
    private static final int TIMES = Boolean.getBoolean("verify.long") ? 100 : OTHERS;

    private static final String COURIER = "org.faktoryjca.it.app.again.Courier";
    private static final String ECHO = "org.faktoryjca.it.app.shared.Echo";
    private static final String ADAPTER = "org.faktoryjca.ra.FaktoryResourceAdapter";

    @ArquillianResource
    private Deployer deployer;

    @Deployment(name = "again", managed = false, testable = false)
    static EnterpriseArchive application() {
        return Applications.ear("again", "again", "Courier");
    }

    @Deployment(name = "adapter", managed = false, testable = false)
    static ResourceAdapterArchive adapter() {
        return Applications.adapter();
    }

    @Deployment(name = "guest", managed = false, testable = false)
    static JavaArchive guest() {
        return Applications.jar("guest", "shared", "Echo", "guest");
    }

    @Deployment(name = "bare", managed = false, testable = false)
    static EnterpriseArchive bare() {
        return Applications.bare("bare");
    }

    @Deployment(name = "plain", managed = false, testable = false)
    static JavaArchive plain() {
        return Applications.plain("plain");
    }

    @Test
    void nothingIsLeftOfApplicationsAndTheAdaptersInThem() throws Exception {
        try (var work = new Work();
                var deployments = new Deployments(deployer);
                var server = ServerJvm.open()) {
            work.clear();
            var before = Kept.by(server, COURIER, ADAPTER);
            for (int i = 0; i < TIMES; i++) {
                deployments.deploy("again");
                work.push("carry", "carry", "[{\"id\":\"time-" + i + "\",\"weight\":1}]");
                // In and out, in a transaction, with an argument of the application's own.
                assertThat(work.arrival("carried")).contains("\"time-" + i + "\"", "\"weight\":2");
                if (i == 0) {
                    // What is looked for at the end can be found.
                    assertThat(server.generations(COURIER)).isPositive();
                    assertThat(server.generations(ADAPTER)).isPositive();
                    assertThat(Kept.by(server, COURIER, ADAPTER).unknown())
                            .hasSizeGreaterThan(before.unknown().size());
                }
                deployments.undeploy("again");
                assertNothingRuns(server);
            }
            awaitNoSocket(work);
            Kept.assertNothingButWhatTheServerKeeps(server, before, TIMES, COURIER, ADAPTER);
        }
    }

    @Test
    void nothingIsLeftOfApplicationsThatShareAnAdapter() throws Exception {
        try (var work = new Work();
                var deployments = new Deployments(deployer);
                var server = ServerJvm.open()) {
            work.clear();
            var before = Kept.by(server, ECHO);
            deployments.deploy("adapter");
            for (int i = 0; i < TIMES; i++) {
                deployments.deploy("guest");
                var order = "order-" + i;
                work.push("guest", "echo", "[{\"id\":\"" + order + "\",\"lines\":[{\"what\":\"pen\",\"pieces\":7}]}]");
                await().atMost(Work.PATIENCE)
                        .untilAsserted(() -> assertThat(work.failure(order)).contains("echo of " + order));
                deployments.undeploy("guest");
                assertNothingRuns(server);
            }
            awaitNoSocket(work);
            Kept.assertNothingButWhatTheServerKeeps(server, before, TIMES, ECHO);
        }
    }

    /** That the server's own ways of keeping applications are its own: it keeps those in the same ways that have nothing of ours. */
    @ParameterizedTest
    @CsvSource({"plain, org.faktoryjca.it.app.plain.Plain", "bare,  org.faktoryjca.it.app.bare.BareAdapter"})
    void ofOthersApplicationsAServerKeepsTheSame(String application, String type) throws Exception {
        try (var deployments = new Deployments(deployer);
                var server = ServerJvm.open()) {
            var before = Kept.by(server, type);
            for (int i = 0; i < OTHERS; i++) {
                deployments.deploy(application);
                if (i == 0) {
                    assertThat(Kept.by(server, type).unknown())
                            .hasSizeGreaterThan(before.unknown().size());
                }
                deployments.undeploy(application);
            }
            Kept.assertNothingButWhatTheServerKeeps(server, before, OTHERS, type);
        }
    }

    private static void assertNothingRuns(ServerJvm server) throws IOException, JMException {
        server.awaitNoThread();
        assertThat(server.names()).as("MBeans").isEmpty();
    }

    private static void awaitNoSocket(Work work) {
        await().atMost(Work.PATIENCE)
                .untilAsserted(() -> assertThat(work.faktory().counts().connections())
                        .as("sockets, the test's own among them")
                        .isEqualTo(1));
    }
}
