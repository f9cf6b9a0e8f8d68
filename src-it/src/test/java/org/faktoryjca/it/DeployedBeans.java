package org.faktoryjca.it;

import java.io.IOException;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** For tests that deploy beans themselves, give them jobs, and leave neither behind. */
abstract class DeployedBeans {
    Deployments deployments;
    Work work;

    @ArquillianResource
    private Deployer deployer;

    @BeforeEach
    void connect() throws IOException {
        deployments = new Deployments(deployer);
        work = new Work();
        work.clear();
    }

    @AfterEach
    void disconnect() throws IOException {
        deployments.close();
        work.close();
    }
}
