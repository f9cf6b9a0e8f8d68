package org.faktoryjca.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.faktoryjca.it.RawFaktory.Counts;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The example's EAR, unchanged, on an application server, with the real Faktory. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class ExampleIT {
    private static final String EXAMPLE = "faktory-example";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @ArquillianResource
    private Deployer deployer;

    private final ExamplePage page = new ExamplePage();
    private RawFaktory faktory;
    private Counts before;

    @Deployment(name = EXAMPLE, managed = false, testable = false)
    static EnterpriseArchive example() {
        return ShrinkWrap.create(ZipImporter.class, "faktory-example.ear")
                .importFrom(new File(System.getProperty("example.ear")))
                .as(EnterpriseArchive.class);
    }

    @BeforeEach
    void deploy() throws IOException {
        faktory = RawFaktory.open();
        faktory.flush();
        deployer.deploy(EXAMPLE);
        before = faktory.counts();
    }

    @AfterEach
    void undeploy() throws IOException {
        deployer.undeploy(EXAMPLE);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(faktory.counts().connections())
                        .as("connections that the undeployed adapter has left")
                        .isEqualTo(1));
        faktory.close();
    }

    private void awaitCounts(long processed, long failures) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            var now = faktory.counts();
            assertThat(now.processed()).as("%s", now).isEqualTo(before.processed() + processed);
            assertThat(now.failures()).as("%s", now).isEqualTo(before.failures() + failures);
            assertThat(now.queued()).as("%s", now).isZero();
            assertThat(now.working()).as("%s", now).isZero();
        });
    }

    @Test
    void whatTheEjbPushesTheBeansRunAndTheServerCounts() throws Exception {
        var pushed = page.press("thumbnails") + page.press("digests");
        assertThat(pushed).isEqualTo(4);

        awaitCounts(4, 0);

        assertThat(page.count("done")).isEqualTo(4);
        var thumbnail = Pattern.compile("api/thumbnails/[^\"]+").matcher(page.board());
        assertThat(thumbnail.find()).isTrue();
        var picture = ImageIO.read(new ByteArrayInputStream(page.picture(thumbnail.group())));
        assertThat(picture.getWidth()).isEqualTo(240);
    }

    @Test
    void whatIsRolledBackIsNotPushed() throws Exception {
        assertThat(page.press("rollbacks")).isZero();
        // On one connection and in order: had it been sent, it would have come before this.
        page.press("failures");

        awaitCounts(1, 1);

        assertThat(page.rows()).isEqualTo(1);
    }

    @Test
    void whatAnotherProgramPushesTheBeanRuns() throws Exception {
        var row = UUID.randomUUID().toString();
        faktory.push("{\"jid\":\"" + row + "\",\"jobtype\":\"digest\",\"queue\":\"mail\",\"args\":[\"" + row
                + "\",{\"to\":\"someone@example.org\",\"headlines\":[\"from outside\"]}]}");

        awaitCounts(1, 0);

        assertThat(page.board()).contains(row, "\"state\":\"done\"");
    }

    @Test
    void aBeanThatThrowsLeavesItsJobInTheRetrySetWithItsMessage() throws Exception {
        page.press("failures");

        awaitCounts(1, 1);

        assertThat(faktory.counts().retries()).isEqualTo(before.retries() + 1);
        var retries = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(Suite.faktory().pages() + "retries"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(retries.body()).contains("IllegalStateException", "this job fails on purpose");
        assertThat(page.count("failed")).isEqualTo(1);
    }

    @Test
    void anotherDeploymentWorksAsTheFirstDid() throws Exception {
        page.press("digests");
        awaitCounts(1, 0);

        deployer.undeploy(EXAMPLE);
        await().atMost(PATIENCE).until(() -> !page.isUp());
        deployer.deploy(EXAMPLE);

        page.press("digests");
        awaitCounts(2, 0);
    }
}
