package org.faktoryjca.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.ResourceAdapterArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/** Applications beside each other, with one adapter for all or each with its own. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class NeighboursIT extends DeployedBeans {
    @Deployment(name = "life", managed = false, testable = false)
    static EnterpriseArchive life() {
        return Applications.work("life");
    }

    @Deployment(name = "neighbour", managed = false, testable = false)
    static EnterpriseArchive neighbour() {
        return Applications.withOwnAdapter("neighbour", "again", "Courier");
    }

    @Deployment(name = "adapter", managed = false, testable = false)
    static ResourceAdapterArchive adapter() {
        return Applications.adapter();
    }

    @Deployment(name = "one", managed = false, testable = false)
    static WebArchive one() {
        return Applications.war("echo-one", "shared", "Echo", "echo-one");
    }

    @Deployment(name = "two", managed = false, testable = false)
    static JavaArchive two() {
        return Applications.jar("echo-two", "shared", "Echo", "echo-two");
    }

    @Deployment(name = "refused", managed = false, testable = false)
    static JavaArchive refused() {
        return Applications.jar("refused", "ineffective", "Ineffective", "refused");
    }

    @Test
    void twoApplicationsWithOneAdapterHaveEachTheirOwnClasses() throws Exception {
        deployments.deploy("adapter");
        deployments.deploy("one");
        deployments.deploy("two");
        echoes("echo-one", "order-1");
        echoes("echo-two", "order-2");
        deployments.undeploy("one");
        echoes("echo-two", "order-3");
    }

    @Test
    @EnabledIfSystemProperty(
            named = "arquillian.launch",
            matches = "payara",
            disabledReason =
                    "WildFly binds the archive's connection factory for the whole server, and deploys no second one")
    void twoApplicationsWithAnAdapterEachRunBesideEachOther() throws Exception {
        deployments.deploy("life");
        deployments.deploy("neighbour");
        carries("beside the other");
        assertThat(work.failure(work.done("required", "return"))).isEmpty();
        deployments.undeploy("life");
        carries("alone");
    }

    @Test
    @EnabledIfSystemProperty(
            named = "arquillian.launch",
            matches = "wildfly",
            disabledReason = "only WildFly can be suspended")
    void aBeanThatWasRefusedDoesNotHinderTheOthersWhenTheServerIsResumed() throws Exception {
        deployments.deploy("adapter");
        deployments.deploy("one");
        assertThatThrownBy(() -> deployments.deploy("refused")).hasStackTraceContaining("FAKTORY-502");
        echoes("echo-one", "before");
        try (var log = new ServerLog()) {
            WildFly.command(":suspend");
            WildFly.command(":resume");
            echoes("echo-one", "after");
            assertThat(log.text()).contains("refused before");
        }
    }

    private void echoes(String queue, String order) throws Exception {
        work.push(queue, "echo", "[{\"id\":\"" + order + "\",\"lines\":[{\"what\":\"pen\",\"pieces\":7}]}]");
        await().atMost(Work.PATIENCE)
                .untilAsserted(() -> assertThat(work.failure(order))
                        .contains("echo of " + order + ": 7 pieces, own classes true, own loader true"));
    }

    private void carries(String id) throws IOException {
        work.push("carry", "carry", "[{\"id\":\"" + id + "\",\"weight\":1}]");
        assertThat(work.arrival("carried")).contains("\"" + id + "\"");
    }
}
