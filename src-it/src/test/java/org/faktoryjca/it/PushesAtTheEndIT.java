package org.faktoryjca.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import org.faktoryjca.testing.server.Fault;
import org.faktoryjca.testing.server.FaultProxy;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of committed jobs that cannot be sent by the time their application is undeployed. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class PushesAtTheEndIT {
    private static final String NAME = "pushes-at-the-end";

    private final PushApplication application = new PushApplication();
    private final Path spilled = Path.of(System.getProperty("it.spill.file"));
    private FaultProxy proxy;

    @ArquillianResource
    private Deployer deployer;

    private Deployments deployments;

    @Deployment(name = NAME, managed = false, testable = false)
    static EnterpriseArchive application() {
        return PushApplication.archive();
    }

    @BeforeEach
    void start() throws Exception {
        Files.deleteIfExists(spilled);
        proxy = PushApplication.proxy();
        deployments = new Deployments(deployer);
        deployments.deploy(NAME);
    }

    @AfterEach
    void stop() {
        deployments.close();
        proxy.close();
    }

    @Test
    void theyGoToTheSpillFile() throws Exception {
        assertThat(application.perform("push", "id=warm")).isEqualTo("done");
        proxy.set(Fault.cut().in(Fault.Direction.TO_SERVER).at("PUSHB"));
        assertThat(application.perform("pushMany", "id=left", "n=3")).isEqualTo("done");

        deployments.undeploy(NAME);

        assertThat(Files.readAllLines(spilled).stream()
                        .map(line -> line.replaceFirst(".*\"jobtype\":\"([^\"]*)\".*", "$1")))
                .containsExactly("left-0", "left-1", "left-2");
    }

    /** The application answers no more: its undeployment has begun. */
    private void awaitGone() {
        await().atMost(60, SECONDS).until(() -> {
            try {
                application.perform("found", "id=none");
                return false;
            } catch (IOException | AssertionError e) {
                return true;
            }
        });
    }

    @Test
    void theEndWaitsForAServerThatComesBack() throws Exception {
        try (var faktory = RawFaktory.open()) {
            faktory.flush();
            assertThat(application.perform("push", "id=warm")).isEqualTo("done");
            proxy.set(Fault.cut().in(Fault.Direction.TO_SERVER).at("PUSHB"));
            assertThat(application.perform("pushMany", "id=left", "n=3")).isEqualTo("done");
            proxy.set(Fault.refuse());
            var back = new FutureTask<>(() -> {
                awaitGone();
                // It waits: nothing has been sent, and nothing been spilled.
                assertThat(faktory.counts().queued()).isEqualTo(1);
                assertThat(spilled).doesNotExist();
                proxy.clear();
                return true;
            });
            new Thread(back, "it-back-again").start();

            deployments.undeploy(NAME);

            assertThat(back.get()).isTrue();
            assertThat(spilled).doesNotExist();
            assertThat(faktory.counts().queued()).isEqualTo(4);
        }
    }
}
