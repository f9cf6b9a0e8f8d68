package org.faktoryjca.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import javax.transaction.xa.XAException;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Pushes in transactions whose other resource fails, or does as it pleases: they go by what the server says of the transaction's end.
 * What that is differs; {@code docs/server-notes.md} has the table.
 */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class OtherResourcesIT extends PushesBehindProxy {
    private static final boolean WILDFLY = "wildfly".equals(System.getProperty("arquillian.launch"));

    @Deployment(testable = false)
    static EnterpriseArchive application() {
        return PushApplication.archive();
    }

    private boolean has(String id) throws Exception {
        return application.perform("has", "id=" + id).equals("true");
    }

    /** A row, a push, and a resource that prepares and then commits as this code says. */
    private String beside(String id, int atCommit) throws Exception {
        return application.perform("beside", "id=" + id, "n=0", "m=" + atCommit);
    }

    private String alone(int atCommit) throws Exception {
        return application.perform("alone", "m=" + atCommit);
    }

    @Test
    void whereAnotherResourceDoesNotCommitNothingLeavesAndTheCallerSeesIt() throws Exception {
        for (int code : new int[] {XAException.XA_RBROLLBACK, XAException.XAER_RMFAIL, XAException.XAER_RMERR}) {
            var id = id();
            assertThat(application.perform("beside", "id=" + id, "n=" + code, "m=0"))
                    .contains("thrown");
            assertThat(has(id)).isFalse();
        }
        for (int code : new int[] {XAException.XA_RBROLLBACK, XAException.XAER_RMERR}) {
            assertThat(alone(code)).contains("thrown");
        }
        assertThat(pushed()).isEmpty();
    }

    @Test
    void whereAllDoAsTheyAreToldItLeavesWithItsRow() throws Exception {
        var id = id();
        assertThat(beside(id, 0)).isEqualTo("done");
        assertThat(has(id)).isTrue();
        assertThat(pushed()).containsExactly("beside");
    }

    @Test
    void whereAnotherResourceCommitsLateItLeavesWithItsRow() throws Exception {
        var id = id();
        beside(id, XAException.XAER_RMFAIL);
        assertThat(has(id)).isTrue();
        assertThat(pushed()).containsExactly("beside");
    }

    @Test
    void whereAnotherResourceAsksToBeTriedAgainItLeavesWithItsRow() throws Exception {
        var id = id();
        // Payara holds the caller up for a minute.
        assertThat(application.perform("besideLater", "id=" + id, "n=0", "m=" + XAException.XA_RETRY))
                .isEqualTo("done");
        await().atMost(150, SECONDS)
                .untilAsserted(() -> assertThat(faktory.counts().queued()).isEqualTo(1));
        assertThat(has(id)).isTrue();
        assertThat(pushed()).containsExactly("beside");
    }

    @Test
    void whereAnotherResourceRollsBackByItselfTheServerDecidesWhatTheTransactionHasDone() throws Exception {
        for (int code : new int[] {XAException.XA_HEURRB, XAException.XA_RBROLLBACK}) {
            var id = id();
            try (var log = new ServerLog()) {
                assertThat(beside(id, code)).as("said, %s", code).contains("thrown");
                assertThat(has(id)).as("row, %s", code).isTrue();
                if (WILDFLY) {
                    // It calls that a rollback, although the row is committed, as it calls all rollbacks: the log alone
                    // is honest.
                    assertThat(pushed()).as("pushed, %s", code).isEmpty();
                    assertThat(log.text().lines())
                            .anyMatch(line -> line.contains("rolled back while it completed")
                                    && line.contains("(beside, queue pushes)"));
                } else {
                    assertThat(pushed()).as("pushed, %s", code).containsExactly("beside");
                }
            }
        }
    }

    @Test
    void whereTheOnlyResourceIsLostInTheMiddleTheServerDecidesWhatTheTransactionHasDone() throws Exception {
        assertThat(alone(XAException.XAER_RMFAIL)).contains("thrown");
        assertThat(pushed()).isEqualTo(WILDFLY ? List.of("alone") : List.of());
    }
}
