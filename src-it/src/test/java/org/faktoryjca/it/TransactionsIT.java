package org.faktoryjca.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.Filters;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.ResourceAdapterArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Pushes inside the application server's transactions, beside its default DataSource, without any configuration. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class TransactionsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern RETRY = Pattern.compile("\"retry\":(-?\\d+)");

    private final HttpClient http = HttpClient.newHttpClient();
    private RawFaktory faktory;

    @Deployment(testable = false)
    static EnterpriseArchive application() {
        var beans = Applications.imported(JavaArchive.class, "src-it-app.jar", "it.app");
        var servlet = beans.delete("/org/faktoryjca/it/app/Operations.class").getAsset();
        // The beans of other tests lie in packages below.
        beans.getContent(Filters.include("/org/faktoryjca/it/app/[^/]+/.+"))
                .keySet()
                .forEach(beans::delete);
        return ShrinkWrap.create(EnterpriseArchive.class, "src-it-app.ear")
                .addAsModule(Applications.imported(ResourceAdapterArchive.class, "faktory-ra.rar", "it.rar"))
                .addAsModule(beans)
                .addAsModule(ShrinkWrap.create(WebArchive.class, "src-it-web.war")
                        .addAsWebInfResource(servlet, "classes/org/faktoryjca/it/app/Operations.class"))
                .setApplicationXML(new StringAsset("""
                        <application xmlns="https://jakarta.ee/xml/ns/jakartaee" version="10">
                          <application-name>src-it-app</application-name>
                          <module><connector>faktory-ra.rar</connector></module>
                          <module><ejb>src-it-app.jar</ejb></module>
                          <module><web><web-uri>src-it-web.war</web-uri><context-root>/src-it-app</context-root></web></module>
                        </application>
                        """));
    }

    @BeforeEach
    void connect() throws IOException {
        faktory = RawFaktory.open();
        faktory.flush();
    }

    @AfterEach
    void disconnect() throws IOException {
        faktory.close();
    }

    private String perform(String what, String id) throws IOException, InterruptedException {
        var address =
                "http://127.0.0.1:" + System.getProperty("it.http.port") + "/src-it-app/do?what=" + what + "&id=" + id;
        var response = http.send(
                HttpRequest.newBuilder(URI.create(address))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body().strip();
    }

    private String perform(String what) throws IOException, InterruptedException {
        return perform(what, "");
    }

    /** As {@link #pushed()}, so many. */
    private List<String> pushed(int count) throws IOException {
        var types = pushed();
        assertThat(types).hasSize(count);
        return types;
    }

    /** The types of the jobs that are there, in order, and that no other comes. */
    private List<String> pushed() throws IOException {
        return faktory.fetchTypes("it");
    }

    private String awaitFound(String id) {
        return await().atMost(PATIENCE).until(() -> perform("found", id), found -> !found.equals("unknown"));
    }

    @Test
    void aBeanFindsTheRowOfItsJobEveryTime() throws Exception {
        for (int i = 0; i < 20; i++) {
            var id = UUID.randomUUID().toString();
            assertThat(perform("row", id)).isEqualTo("done");
            assertThat(awaitFound(id)).isEqualTo("seen");
        }
    }

    @Test
    void whatIsPushedByAnyHandleLeavesAfterTheCommitInOrder() throws Exception {
        assertThat(perform("commits")).isEqualTo("done");
        assertThat(pushed(4)).containsExactly("first", "second", "third", "fourth");
    }

    @Test
    void severalFactoriesLeaveTogetherEachWithItsDefaults() throws Exception {
        assertThat(perform("twoFactories")).isEqualTo("done");
        var retries = new ArrayList<String>();
        for (var job : faktory.fetchAll("it")) {
            var retry = RETRY.matcher(job);
            assertThat(retry.find()).isTrue();
            retries.add(retry.group(1));
        }
        assertThat(retries).containsExactlyInAnyOrder("25", "3");
    }

    @Test
    void nothingLeavesARolledBackTransaction() throws Exception {
        assertThat(perform("marked")).isEqualTo("done");
        assertThat(perform("throwing")).startsWith("thrown");
        assertThat(pushed(0)).isEmpty();
    }

    @Test
    void aPushAfterTheMarkIsRefused() throws Exception {
        assertThat(perform("pushAfterMark")).contains("FAKTORY-401", "marked for rollback");
        assertThat(pushed(0)).isEmpty();
    }

    @Test
    void anInnerTransactionIsOnItsOwn() throws Exception {
        assertThat(perform("outer")).isEqualTo("done");
        assertThat(pushed(1)).containsExactly("inner");
    }

    @Test
    void withoutATransactionPushesLeaveAtOnce() throws Exception {
        assertThat(perform("without")).startsWith("thrown");
        assertThat(perform("atOnce")).isEqualTo("done");
        assertThat(pushed(2)).containsExactly("without", "at-once");
    }

    @Test
    void pushesMadeAroundTheCommitArrive() throws Exception {
        assertThat(perform("around")).isEqualTo("done");
        assertThat(pushed(2)).containsExactlyInAnyOrder("before-completion", "after-success");
    }

    @Test
    void everyThreadOfTheServerPushes() throws Exception {
        assertThat(perform("asynchronous")).isEqualTo("done");
        assertThat(perform("inExecutor")).isEqualTo("done");
        assertThat(perform("inOwnThread")).isEqualTo("done");
        assertThat(perform("timer")).isEqualTo("done");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(faktory.counts().queued()).isEqualTo(4));
        assertThat(pushed(4)).contains("asynchronous", "in-executor", "in-own-thread", "timer");
    }

    @Test
    void nothingLeavesATimersTransactionThatRollsBack() throws Exception {
        assertThat(perform("timerRolledBack")).isEqualTo("done");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(faktory.counts().queued()).isPositive());
        assertThat(pushed(1)).containsExactly("timer-that-rolls-back");
    }

    @Test
    void aBeansOwnTransactionsAreFollowedToo() throws Exception {
        assertThat(perform("severalInARow")).isEqualTo("done");
        assertThat(pushed(3)).containsExactly("outside", "inside", "afterwards");
    }

    @Test
    void aMessageDrivenBeansPushesFollowItsDelivery() throws Exception {
        var before = faktory.counts();
        for (var type : List.of("push-and-fail", "roll-back")) {
            var id = UUID.randomUUID().toString();
            // Buried when they fail, and not tried again while the test still looks.
            faktory.pushWithRetry("{\"jid\":\"" + id + "\",\"jobtype\":\"" + type
                    + "\",\"queue\":\"rows\",\"retry\":-1,\"args\":[\"" + id + "\"]}");
        }
        var id = UUID.randomUUID().toString();
        faktory.push("{\"jid\":\"" + id + "\",\"jobtype\":\"push\",\"queue\":\"rows\",\"args\":[{\"id\":\"" + id
                + "\",\"lines\":[\"a\",\"b\"]}]}");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(faktory.counts().processed()).isEqualTo(before.processed() + 3));
        assertThat(faktory.counts().failures()).isEqualTo(before.failures() + 2);
        var buried = http.send(
                HttpRequest.newBuilder(URI.create(Suite.faktory().pages() + "morgue"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(buried.body()).contains("checked, and rolled back all the same", "TransactionRolledBack");
        assertThat(pushed(1)).containsExactly("pushed-by-bean-2");
    }
}
