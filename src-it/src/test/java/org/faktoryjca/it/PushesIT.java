package org.faktoryjca.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.faktoryjca.testing.server.Fault;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Pushes beside JPA, an XA DataSource and other resources, in every thread and at every moment of a transaction; and what
 * becomes of them, and of their transactions, when the work server goes away.
 */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class PushesIT extends PushesBehindProxy {

    @Deployment(testable = false)
    static EnterpriseArchive application() {
        return PushApplication.archive();
    }

    /** What a bean said, without an exception. */
    private void done(String what, String... parameters) throws IOException, InterruptedException {
        assertThat(application.perform(what, parameters)).isEqualTo("done");
    }

    private String found(String id) {
        return await().atMost(60, SECONDS)
                .until(() -> application.perform("found", "id=" + id), found -> !found.equals("unknown"));
    }

    /** Whoever is connected is cut off, and nobody gets in. */
    private static void takeAway() {
        proxy.set(Fault.cut());
        proxy.set(Fault.refuse());
    }

    /** Tries until the work server has been found again. */
    private void untilItIsBack(String type) {
        await().atMost(60, SECONDS).untilAsserted(() -> done("push", "id=" + type));
    }

    @Test
    void aBeanFindsTheRowOfItsJobEveryTimeAlsoByJpaAndInAnXaDatabase() throws Exception {
        for (int i = 0; i < 15; i++) {
            for (var what : List.of("row", "rowXa", "rowsInBoth")) {
                var id = id();
                done(what, "id=" + id);
                assertThat(found(id)).as(what).isEqualTo("seen");
            }
        }
    }

    @Test
    void theIdIsThereAtOnceAndTheJobAfterTheCommit() throws Exception {
        var answer = application.perform("jidAtOnce").split(" ");
        assertThat(answer[1]).isEqualTo("0");
        assertThat(RawFaktory.text(faktory.fetchAll("pushes").get(0), "jid")).isEqualTo(answer[0]);
    }

    @Test
    void handlesAndCredentialsOfOneTransactionLeaveTogether() throws Exception {
        done("handlesAndCredentials");
        assertThat(pushed())
                .containsExactlyInAnyOrder("one", "two", "other", "none")
                .containsSubsequence("one", "two", "none");
    }

    @Test
    void anInnerTransactionThatRollsBackLeavesTheOuterOneAlone() throws Exception {
        done("innerRolledBack");
        assertThat(pushed()).containsExactly("outer", "outer-again");
    }

    @Test
    void everyThreadHasItsTransactions() throws Exception {
        done("executorCallsBean");
        done("threadCallsBean");
        done("asynchronousRolledBack");
        assertThat(pushed()).containsExactly("executor-to-bean", "thread-to-bean");
    }

    @Test
    void callbacksBeforeAndAfterCompletionPushInEitherOrder() throws Exception {
        done("aroundCompletion");
        assertThat(pushed()).containsExactlyInAnyOrder("before-completion", "after-completion");
        done("aroundCompletionLate");
        assertThat(pushed()).containsExactlyInAnyOrder("inside", "before-completion", "after-completion");
    }

    @Test
    void aTransactionThatTimesOutRefusesPushesAndSendsNone() throws Exception {
        assertThat(application.perform("timedOut")).startsWith("refused: FAKTORY-401, not committed");
        assertThat(pushed()).isEmpty();
    }

    @Test
    void aDefinitionThatAsksForMoreThanTheAdapterOffersFollowsTheTransactionOrIsRefused() throws Exception {
        for (var what : List.of("definedAsLocal", "definedAsXa")) {
            var id = id();
            var answer = application.perform(what, "id=" + id);
            if (answer.equals("done")) {
                assertThat(found(id)).as(what).isEqualTo("seen");
            } else {
                assertThat(answer).as(what).contains("thrown", "NamingException");
                assertThat(what).isEqualTo("definedAsXa");
                assertThat(System.getProperty("arquillian.launch")).isEqualTo("payara");
            }
        }
    }

    @Test
    void aFactoryIsLookedUpAndSerialized() throws Exception {
        done("lookedUp");
        done("serialized");
        assertThat(pushed()).containsExactly("looked-up", "serialized");
    }

    @Test
    void whileTheServerIsAwayTransactionsWithPushesRollBackAndTheCallerSeesIt() throws Exception {
        done("push", "id=warm");
        takeAway();
        await().atMost(60, SECONDS).untilAsserted(() -> {
            var id = id();
            assertThat(application.perform("row", "id=" + id))
                    .contains("thrown")
                    .contains("FAKTORY-403");
            assertThat(application.perform("has", "id=" + id)).isEqualTo("false");
        });
        assertThat(application.perform("aroundCompletion")).contains("thrown").contains("FAKTORY-403");
        proxy.clear();
        untilItIsBack("back");
        faktory.flush();
        done("push", "id=again");
        assertThat(pushed()).containsExactly("again");
    }

    @Test
    void whatHasCommittedIsSentInOrderWhenTheServerIsBackAndUntilThenOthersRollBack() throws Exception {
        done("push", "id=warm");
        assertThat(pushed()).containsExactly("warm");
        // The look before the commit finds a server; the push itself does not.
        proxy.set(Fault.cut().in(Fault.Direction.TO_SERVER).at("PUSHB"));
        var id = id();
        done("pushMany", "id=many", "n=45");
        proxy.set(Fault.refuse());
        await().atMost(60, SECONDS)
                .untilAsserted(
                        () -> assertThat(application.perform("row", "id=" + id)).contains("FAKTORY-403"));
        assertThat(application.perform("has", "id=" + id)).isEqualTo("false");
        assertThat(application.perform("pushMany", "id=more", "n=10")).contains("FAKTORY-404");
        proxy.clear();
        untilItIsBack("last");
        var expected = IntStream.range(0, 45).mapToObj(i -> "many-" + i).toList();
        assertThat(pushed())
                .startsWith(expected.toArray(String[]::new))
                .endsWith("last")
                .hasSize(46);
    }

    @Test
    void aServerThatIsSilentHoldsNoCommitUpAndGetsTheJobsLater() throws Exception {
        done("push", "id=warm");
        assertThat(pushed()).containsExactly("warm");
        proxy.set(Fault.silence().in(Fault.Direction.TO_SERVER).at("PUSHB"));
        done("push", "id=first");
        proxy.clear();
        untilItIsBack("second");
        assertThat(pushed()).startsWith("first").endsWith("second");
    }

    @Test
    void afterTheServersDeathAnIdlePoolPushesAtOnce() throws Exception {
        done("atTheSameTime", "n=8");
        Suite.faktory().kill();
        faktory.close();
        Suite.faktory().restart();
        faktory = RawFaktory.open();
        faktory.flush();
        done("atTheSameTime", "n=8");
        for (int i = 0; i < 8; i++) {
            done("push", "id=single");
        }
        assertThat(pushed()).hasSize(16);
    }

    @Test
    void jobsThatCommittedJustBeforeTheServersDeathArriveAfterIt() throws Exception {
        done("push", "id=warm");
        proxy.set(Fault.cut().in(Fault.Direction.TO_SERVER).at("PUSHB"));
        done("pushMany", "id=kept", "n=3");
        Suite.faktory().kill();
        faktory.close();
        assertThat(application.perform("push", "id=never")).contains("FAKTORY-403");
        proxy.clear();
        Suite.faktory().restart();
        faktory = RawFaktory.open();
        untilItIsBack("last");
        assertThat(pushed())
                .containsSubsequence("kept-0", "kept-1", "kept-2", "last")
                .doesNotContain("never");
    }
}
