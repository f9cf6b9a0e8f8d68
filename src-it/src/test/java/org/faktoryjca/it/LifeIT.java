package org.faktoryjca.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import org.faktoryjca.testing.server.FaktoryProcess;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/** Deploying and undeploying, whatever else is going on. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class LifeIT extends DeployedBeans {
    @Deployment(name = "life", managed = false, testable = false)
    static EnterpriseArchive life() {
        return Applications.work("life");
    }

    @Deployment(name = "courier", managed = false, testable = false)
    static EnterpriseArchive courier() {
        return Applications.ear("courier", "again", "Courier");
    }

    @Deployment(name = "elsewhere", managed = false, testable = false)
    static EnterpriseArchive elsewhere() {
        return Applications.ear("elsewhere", "elsewhere", "Elsewhere");
    }

    @Deployment(name = "bad", managed = false, testable = false)
    static EnterpriseArchive bad() {
        return Applications.ear("bad", "bad", "Mistaken");
    }

    @Deployment(name = "distrusting", managed = false, testable = false)
    static EnterpriseArchive distrusting() {
        return Applications.ear("distrusting", "distrusting");
    }

    @Deployment(name = "ineffective", managed = false, testable = false)
    static EnterpriseArchive ineffective() {
        return Applications.ear("ineffective", "ineffective", "Ineffective");
    }

    @Test
    void everyMistakeOfABeanIsSaidWhenItIsDeployed() {
        var refusal = deployments.refusalOf("bad");
        assertThat(refusal.lines().filter(line -> line.contains("FAKTORY-502") && line.contains("Mistaken")))
                .anySatisfy(line -> assertThat(line)
                        .contains(
                                "job type one",
                                "@TransactionAttribute on",
                                "java.util.List<java.lang.Runnable>",
                                "only be its last parameter",
                                "hidden()",
                                "jobTypes names another",
                                "queues has 'no such queue'",
                                "concurrency must be a whole number",
                                "trustStore /no/such/trust.p12 cannot be read",
                                "keyStore /no/such/key.p12 cannot be read"));
    }

    @Test
    void everyMistakeOfAFactoryThatIsNeededIsSaidWhenItIsDeployed() {
        assertThat(deployments.refusalOf("distrusting").lines().filter(line -> line.contains("FAKTORY-501")))
                .anySatisfy(line ->
                        assertThat(line).contains("trustStore /no/such/trust.p12 cannot be read", "chunkSize must be"));
    }

    @Test
    void aClassThatWantsNoTransactionAndCannotHaveItsWayIsRefused() {
        assertThat(deployments.refusalOf("ineffective"))
                .contains(
                        "FAKTORY-502",
                        "@TransactionAttribute(NOT_SUPPORTED) on org.faktoryjca.it.app.ineffective.Ineffective");
    }

    private String outstay(String queue, int seconds) throws IOException {
        var id = UUID.randomUUID().toString();
        work.push(queue, "outstay", "[\"" + id + "\"," + seconds + "]");
        work.report("lingering: " + id);
        return id;
    }

    @Test
    void anUndeploymentGivesAJobItsTimeAndThenRollsItBack() throws Exception {
        try (var server = ServerJvm.open()) {
            deployments.deploy("courier");
            work.push("carry", "outstay", "[\"too-long\"]");
            work.awaitWorking(1);
            deployments.undeploy("courier");

            if (isWildFly()) {
                // It undeploys a bean only after the end of its calls.
                assertThat(work.failure("too-long")).isEmpty();
                assertThat(work.fetch("carried")).contains("too-long");
            } else {
                assertThat(work.failure("too-long")).contains("WorkerShutdown");
                assertThat(work.fetch("carried")).isEmpty();
            }
            assertThat(server.names()).isEmpty();
            server.awaitNoThread();
        }
    }

    private static boolean isWildFly() {
        return System.getProperty("arquillian.launch").equals("wildfly");
    }

    @Test
    @EnabledIfSystemProperty(
            named = "arquillian.launch",
            matches = "payara",
            disabledReason = "WildFly waits for the end of a bean's calls before the adapter hears of the undeployment")
    void anUndeploymentInterruptsAJobWhereItsBeanSaysSo() throws Exception {
        deployments.deploy("life");
        var id = outstay("impatient", 60);
        deployments.undeploy("life");
        assertThat(work.failure(id)).contains("WorkerShutdown", "InterruptedException");
    }

    @Test
    void anUndeploymentLosesNoJobThatHasNoTransactionAndEndsLater() throws Exception {
        try (var server = ServerJvm.open()) {
            deployments.deploy("life");
            // WildFly waits for the end, whatever the adapter's shutdownTimeout of 3 s. Payara deactivates one bean
            // after the
            // other, in any order, each of which may have a FETCH under way for 2 s.
            var seconds = isWildFly() ? 15 : 45;
            var jobs = new HashMap<String, String>();
            for (var queue : List.of("not-supported", "bean-managed")) {
                var id = UUID.randomUUID().toString();
                jobs.put(id, work.push(queue, "outstay", "[\"" + id + "\"," + seconds + "]"));
                work.report("lingering: " + id);
            }
            // The reports are counted, too, and fetched by now.
            var before = work.faktory().counts();
            deployments.undeploy("life");
            await().atMost(Work.PATIENCE.multipliedBy(2))
                    .untilAsserted(() -> assertThat(server.threads()).isEmpty());

            assertThat(work.faktory().counts().succeeded() - before.succeeded())
                    .isEqualTo(isWildFly() ? jobs.size() : 0);
            for (var job : jobs.entrySet()) {
                // Payara: reported, if it still gives out the classes for it; else it is the next one's when its
                // reservation ends.
                assertThat(work.failure(job.getKey()).contains("WorkerShutdown") || work.isReserved(job.getValue()))
                        .isEqualTo(!isWildFly());
            }
        }
    }

    @Test
    void aWorkerIsAnMBeanAndItsHealthIsKnownToTheApplication() throws Exception {
        try (var server = ServerJvm.open()) {
            deployments.deploy("courier");
            carries("before");
            var name = server.worker();
            var beans = server.beans();
            assertThat(beans.getAttribute(name, "State")).isEqualTo("RUNNING");
            assertThat(beans.getAttribute(name, "Labels")).isEqualTo(new String[] {"courier", "again"});
            assertThat(beans.getAttribute(name, "Up")).isEqualTo(true);
            // Its push arrives before its own report does.
            await().atMost(Work.PATIENCE)
                    .untilAsserted(() ->
                            assertThat(beans.getAttribute(name, "Processed")).isEqualTo(1L));
            assertThat((String) beans.getAttribute(name, "LastHeartbeat")).isNotEmpty();
            work.push("carry", "health", "[\"well\"]");
            assertThat(work.arrival("carried")).contains("[\"well\",1,true,");
            assertThat(work.page("busy")).contains((String) beans.getAttribute(name, "Wid"), "courier");

            beans.invoke(name, "quiet", new Object[0], new String[0]);
            assertThat(beans.getAttribute(name, "State")).isEqualTo("QUIET");
            beans.invoke(name, "resume", new Object[0], new String[0]);
            carries("after");
            deployments.undeploy("courier");
            assertThat(server.names()).isEmpty();
        }
    }

    private void carries(String id) throws IOException {
        work.push("carry", "carry", "[{\"id\":\"" + id + "\",\"weight\":1}]");
        assertThat(work.arrival("carried")).contains("\"" + id + "\"");
    }

    @Test
    void aWorkServerThatIsNotThereIsWaitedFor() throws Exception {
        try (var log = new ServerLog()) {
            Suite.faktory().crash();
            try {
                deployments.deploy("courier");
                await().atMost(Work.PATIENCE)
                        .untilAsserted(
                                () -> assertThat(log.count("cannot be reached")).isEqualTo(1));
            } finally {
                Suite.faktory().restart();
                work.reconnect();
            }
            carries("at last");
            assertThat(log.count("cannot be reached")).isEqualTo(1);
        }
    }

    @Test
    void aPasswordThatIsRefusedIsSaidAndTriedAgain() throws Exception {
        var binary = FaktoryProcess.find("faktory").orElseThrow();
        var port = Integer.parseInt(System.getProperty("it.proxy.port"));
        try (var log = new ServerLog()) {
            try (var guarded =
                    FaktoryProcess.builder(binary).port(port).password("secret").start()) {
                deployments.deploy("elsewhere");
                await().atMost(Work.PATIENCE)
                        .untilAsserted(
                                () -> assertThat(log.text()).contains("FAKTORY-108", guarded.host() + ":" + port));
            }
            try (var open = FaktoryProcess.builder(binary).port(port).start();
                    var faktory = new RawFaktory(open.host(), open.port())) {
                faktory.push("{\"jid\":\"" + UUID.randomUUID()
                        + "\",\"jobtype\":\"any\",\"queue\":\"elsewhere\",\"args\":[]}");
                await().atMost(Work.PATIENCE.multipliedBy(2))
                        .untilAsserted(
                                () -> assertThat(faktory.counts().processed()).isEqualTo(1));
            }
            assertThat(log.text()).doesNotContain("secret");
        }
    }

    @Test
    @EnabledIfSystemProperty(
            named = "arquillian.launch",
            matches = "wildfly",
            disabledReason = "only WildFly can be suspended")
    void aSuspendedServerTakesNoJobs() throws Exception {
        // It does not forget a bean that it was refused, and activates it with the others.
        deployments.refusalOf("ineffective");
        try (var server = ServerJvm.open()) {
            deployments.deploy("courier");
            carries("before");
            WildFly.command(":suspend");
            try {
                server.awaitNoThread();
                work.push("carry", "carry", "[{\"id\":\"later\",\"weight\":1}]");
                assertThat(work.faktory().counts().queued()).isEqualTo(1);
            } finally {
                WildFly.command(":resume");
            }
            assertThat(work.arrival("carried")).contains("later");
        }
    }
}
