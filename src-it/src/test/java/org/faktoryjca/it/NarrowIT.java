package org.faktoryjca.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A bean that may run four jobs at a time, and of which its container has one instance. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class NarrowIT extends DeployedBeans {
    private static final int JOBS = 40;
    private static final String POOL = "narrow-pool";
    private static final String POOL_ADDRESS = "/subsystem=ejb3/strict-max-bean-instance-pool=" + POOL;

    @Deployment(name = "narrow", managed = false, testable = false)
    static EnterpriseArchive narrow() {
        return Applications.narrow(POOL);
    }

    @BeforeEach
    void makePool() throws Exception {
        if (ServerProcess.isWildFly()) {
            WildFly.command(POOL_ADDRESS + ":add(max-pool-size=1)");
        }
    }

    @AfterEach
    void removePool() throws Exception {
        // The bean first: the pool is its own.
        deployments.close();
        if (ServerProcess.isWildFly()) {
            WildFly.command(POOL_ADDRESS + ":remove");
        }
    }

    @Test
    void jobsWaitForTheOnlyInstanceAndNoneFails() throws Exception {
        var before = work.faktory().counts();
        for (int i = 0; i < JOBS; i++) {
            work.push("narrow", "narrow", "[" + i + "]");
        }
        deployments.deploy("narrow");
        work.awaitProcessed(before.processed() + JOBS);

        assertThat(work.faktory().counts().failures()).isEqualTo(before.failures());
        assertThat(work.faktory().fetchAll("carried").stream()
                        .map(job -> job.replaceFirst(".*\"args\":(\\[.*?]).*", "$1")))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, JOBS).mapToObj(i -> "[" + i + ",1]").toList());
    }
}
