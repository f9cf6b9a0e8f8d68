package org.faktoryjca.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import javax.management.ObjectName;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two beans share a queue, and go while jobs for both come, none of which has a second try. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class TwinsIT extends DeployedBeans {
    private static final int ROUNDS = 5;

    /** What a server says to a call, or gives no instance for, and the adapter reports. */
    private static final List<String> REFUSED = ServerProcess.isWildFly()
            ? List.of("failed with org.jboss.as.ejb3.component.EJBComponentUnavailableException")
            : List.of(
                    "Message-driven bean invocation closed by container",
                    // What ends after the undeployment has begun.
                    "failed with TransactionRolledBack",
                    "WorkerShutdown: FAKTORY-603: the worker stopped before the job's method had ended");

    @Deployment(name = "twins", managed = false, testable = false)
    static EnterpriseArchive twins() {
        return Applications.ear("twins", "twins", "One", "Two");
    }

    /**
     * Both servers refuse calls of a bean before they tell the adapter that the bean goes, so that jobs may come that they do not let in:
     * such a job fails, and no other one.
     */
    @Test
    void whileTheirApplicationIsUndeployedNoJobIsLostByTheAdapter() throws Exception {
        var cameInTheEnd = 0L;
        for (int round = 1; round <= ROUNDS; round++) {
            try (var log = new ServerLog()) {
                var came = undeployedAmidJobs(() -> {});
                System.out.printf("twins, round %d: %s%n", round, came);
                assertThat(came.failed())
                        .isEqualTo(REFUSED.stream().mapToLong(log::count).sum());
                cameInTheEnd += came.ranInTheEnd() + came.failed();
            }
        }
        assertThat(cameInTheEnd).as("fetched after the undeployment began").isPositive();
    }

    @Test
    void noneIsLostAtAllIfTheWorkerWasMadeQuietBefore() throws Exception {
        try (var server = ServerJvm.open()) {
            var came = undeployedAmidJobs(() -> {
                for (var worker : server.beans().queryNames(new ObjectName("org.faktoryjca:type=Worker,*"), null)) {
                    server.beans().invoke(worker, "quiet", new Object[0], new String[0]);
                }
                // As long as a FETCH may be under way.
                await().pollDelay(Duration.ofSeconds(3))
                        .atMost(Work.PATIENCE)
                        .untilAsserted(() -> assertThat(server.busy()).isZero());
            });
            System.out.printf("twins, made quiet: %s%n", came);
            assertThat(came.failed()).isZero();
        }
    }

    /** What is done before the undeployment. */
    private interface Before {
        void run() throws Exception;
    }

    /** Of a job that fails no page could tell, without a retry it is forgotten: so all are counted. */
    private record Came(int pushed, long ran, long ranInTheEnd, long failed, long stayed) {}

    private Came undeployedAmidJobs(Before undeployment) throws Exception {
        deployments.deploy("twins");
        var before = work.faktory().counts();
        try (var jobs = JobStream.open("twins", "one", "two")) {
            // Each bean has run some.
            await().atMost(Work.PATIENCE).until(() -> succeeded() > before.succeeded() + 4);
            undeployment.run();
            var ranBefore = succeeded();
            deployments.undeploy("twins");
            jobs.end();
            // The adapter has gone with its application, and whatever it had fetched has an end.
            var after = work.faktory().counts();
            var came = new Came(
                    jobs.pushed(),
                    after.succeeded() - before.succeeded(),
                    after.succeeded() - ranBefore,
                    after.failures() - before.failures(),
                    after.queued());
            assertThat(after.working()).as("reserved").isZero();
            assertThat(came.ran() + came.failed() + came.stayed())
                    .as("%s", came)
                    .isEqualTo(came.pushed());
            return came;
        } finally {
            work.clear();
        }
    }

    private long succeeded() throws IOException {
        return work.faktory().counts().succeeded();
    }
}
