package org.faktoryjca.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An application with a long call is undeployed while jobs for its beans come, and deployed again. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class HeldIT extends DeployedBeans {
    private static final int SECONDS = 5;

    /** Of both beans. */
    private static final int LANES = 2 * 4;

    @Deployment(name = "held", managed = false, testable = false)
    static EnterpriseArchive held() {
        return Applications.ear("held", "held", "Holding", "Steady");
    }

    /**
     * Servers refuse calls of the beans from the beginning on, and tell the adapter that a bean goes when the long call has ended, or, of the
     * other bean, when that one has gone. A lane's job fails in each time of refusal, of which there may be two on a slow machine.
     */
    @Test
    void whileALongCallHoldsItsUndeploymentUpFewJobsFailAndTheRestWaitForTheNextDeployment() throws Exception {
        deployments.deploy("held");
        var before = work.faktory().counts();
        try (var holding = JobStream.open("holding", "brief");
                var steady = JobStream.open("steady", "brief")) {
            await().atMost(Work.PATIENCE).until(() -> work.faktory().counts().succeeded() > before.succeeded() + 4);
            var held = work.push("holding", "hold", "[" + SECONDS + "]");
            await().atMost(Work.PATIENCE).until(() -> work.isReserved(held));
            deployments.undeploy("held");
            holding.end();
            steady.end();

            var gone = work.faktory().counts();
            var failed = gone.failures() - before.failures();
            System.out.printf("held: %d failed, %d wait%n", failed, gone.queued());
            assertThat(failed).isLessThanOrEqualTo(2 * LANES);
            assertThat(gone.working()).as("reserved").isZero();
            assertThat(gone.queued()).isPositive();

            deployments.deploy("held");
            var all = before.processed() + holding.pushed() + steady.pushed() + 1;
            // More than a thousand, maybe: a slow machine pushes for longer.
            await().atMost(Work.PATIENCE.multipliedBy(4))
                    .untilAsserted(() ->
                            assertThat(work.faktory().counts().processed()).isEqualTo(all));
            assertThat(work.faktory().counts().failures() - before.failures()).isEqualTo(failed);
        }
    }
}
