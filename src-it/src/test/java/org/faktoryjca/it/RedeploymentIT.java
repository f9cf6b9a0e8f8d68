package org.faktoryjca.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
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

/** What is left in the server when an application has been deployed and undeployed again and again. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class RedeploymentIT {
    private static final int TIMES = Boolean.getBoolean("verify.long") ? 100 : 10;

    private static final String COURIER = "org.faktoryjca.it.app.again.Courier";
    private static final String ECHO = "org.faktoryjca.it.app.shared.Echo";
    private static final String ADAPTER = "org.faktoryjca.ra.FaktoryResourceAdapter";

    /**
     * How many of an adapter's class loaders servers hold when it is gone, as heap dumps have shown; docs/server-notes.md names what
     * holds them. It is some of the last ones, or those for which the server's pool of threads has grown, however many there were.
     */
    private static final Map<String, Integer> HELD_BY_THE_SERVER = Map.of("payara", 5, "wildfly", 5);

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

    @Test
    void nothingIsLeftOfApplicationsAndTheAdaptersInThem() throws Exception {
        try (var work = new Work();
                var deployments = new Deployments(deployer);
                var server = ServerJvm.open()) {
            work.clear();
            // What other tests of this run have left is not counted here.
            var couriers = server.generations(COURIER);
            var adapters = server.generations(ADAPTER);
            for (int i = 0; i < TIMES; i++) {
                deployments.deploy("again");
                work.push("carry", "carry", "[{\"id\":\"time-" + i + "\",\"weight\":1}]");
                // In and out, in a transaction, with an argument of the application's own.
                assertThat(work.arrival("carried")).contains("\"time-" + i + "\"", "\"weight\":2");
                if (i == 0) {
                    // What is counted at the end can be seen.
                    assertThat(server.generations(COURIER)).isPositive();
                    assertThat(server.generations(ADAPTER)).isPositive();
                }
                deployments.undeploy("again");
                assertNothingRuns(server);
            }
            awaitNoSocket(work);
            awaitGenerations(server, COURIER, couriers + 1);
            awaitGenerations(
                    server, ADAPTER, adapters + HELD_BY_THE_SERVER.get(System.getProperty("arquillian.launch")));
        }
    }

    @Test
    void nothingIsLeftOfApplicationsThatShareAnAdapter() throws Exception {
        try (var work = new Work();
                var deployments = new Deployments(deployer);
                var server = ServerJvm.open()) {
            work.clear();
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
            awaitGenerations(server, ECHO, 1);
        }
    }

    private static void assertNothingRuns(ServerJvm server) throws IOException, JMException {
        assertThat(server.threads()).as("threads").isEmpty();
        assertThat(server.names()).as("MBeans").isEmpty();
    }

    private static void awaitNoSocket(Work work) {
        await().atMost(Work.PATIENCE)
                .untilAsserted(() -> assertThat(work.faktory().counts().connections())
                        .as("sockets, the test's own among them")
                        .isEqualTo(1));
    }

    /** Objects with finalizers go some collections later, and so do their classes. */
    private static void awaitGenerations(ServerJvm server, String type, long most) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(server.generations(type))
                        .as("class loaders that know %s, after %d redeployments", type, TIMES)
                        .isLessThanOrEqualTo(most));
    }
}
