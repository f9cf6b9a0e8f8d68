package org.faktoryjca.ra.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.arjuna.ats.jta.TransactionManager;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.UserTransaction;
import java.util.ArrayList;
import java.util.List;
import org.faktoryjca.FaktoryConnectionFactory;
import org.faktoryjca.InvalidJobException;
import org.faktoryjca.Job;
import org.faktoryjca.TransactionStateException;
import org.faktoryjca.client.Connection;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.ra.FaktoryResourceAdapter;
import org.faktoryjca.ra.StandaloneContainer;
import org.faktoryjca.testing.server.WorkServer;
import org.faktoryjca.testing.server.WorkServers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pushes inside a JTA transaction: Narayana's, with a real work server. */
class AfterCommitTest {
    private static WorkServer server;

    private final FaktoryResourceAdapter adapter = new FaktoryResourceAdapter();
    private final UserTransaction transaction = com.arjuna.ats.jta.UserTransaction.userTransaction();
    private FaktoryConnectionFactory faktory;
    private Connection reader;

    @BeforeAll
    static void startServer() {
        server = WorkServers.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void start() throws Exception {
        adapter.start(new StandaloneContainer());
        faktory = factory(server.url(), "afterCommit");
        reader = Connection.open(ServerSettings.at(server.url()));
        reader.flush();
    }

    @AfterEach
    void stop() throws Exception {
        if (transaction.getStatus() != Status.STATUS_NO_TRANSACTION) {
            transaction.rollback();
        }
        adapter.stop();
        reader.close();
    }

    private FaktoryConnectionFactory factory(String url, String mode) throws Exception {
        var factory = new FaktoryManagedConnectionFactory();
        factory.setUrl(url);
        factory.setTransaction(mode);
        factory.setConnectTimeout("5s");
        factory.setResourceAdapter(adapter);
        return factory.createConnectionFactory();
    }

    private long queued() {
        return reader.info().enqueued();
    }

    private List<String> fetch(int count) {
        var types = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            types.add(reader.fetch(List.of("default")).orElseThrow().type());
        }
        return types;
    }

    @Test
    void pushesLeaveAfterTheCommitInOrder() throws Exception {
        transaction.begin();
        var jid = faktory.push(Job.of("first"));
        assertThat(jid).hasSize(24);
        faktory.pushAll(List.of(Job.of("second"), Job.of("third")));
        assertThat(queued()).isZero();

        transaction.commit();

        assertThat(fetch(3)).containsExactly("first", "second", "third");
    }

    @Test
    void pushesOfARolledBackTransactionAreForgotten() throws Exception {
        transaction.begin();
        faktory.push(Job.of("never"));
        transaction.rollback();
        faktory.push(Job.of("later"));
        assertThat(fetch(1)).containsExactly("later");
        assertThat(queued()).isZero();
    }

    @Test
    void outsideATransactionAndWithModeNoneTheyLeaveAtOnce() throws Exception {
        faktory.push(Job.of("outside"));
        assertThat(queued()).isEqualTo(1);

        transaction.begin();
        factory(server.url(), "none").push(Job.of("at once"));
        assertThat(queued()).isEqualTo(2);
        transaction.rollback();
        assertThat(queued()).isEqualTo(2);
    }

    @Test
    void anInvalidJobIsRefusedAtOnceAndTheOthersGo() throws Exception {
        transaction.begin();
        faktory.push(Job.of("good"));
        assertThatThrownBy(() -> faktory.push(Job.of("bad", Double.NaN))).isInstanceOf(InvalidJobException.class);
        transaction.commit();
        assertThat(fetch(1)).containsExactly("good");
    }

    @Test
    void argumentsAreFixedWhenTheyArePushed() throws Exception {
        transaction.begin();
        var list = new ArrayList<>(List.of(1));
        faktory.push(Job.of("fixed", list));
        list.add(2);
        transaction.commit();
        assertThat(reader.fetch(List.of("default")).orElseThrow().args()).containsExactly(List.of(1));
    }

    @Test
    void aTransactionMarkedForRollbackTakesNoPush() throws Exception {
        transaction.begin();
        transaction.setRollbackOnly();
        assertThatThrownBy(() -> faktory.push(Job.of("never")))
                .isInstanceOf(TransactionStateException.class)
                .hasMessageStartingWith("FAKTORY-401")
                .hasMessageContaining("marked for rollback");
    }

    @Test
    void aSuspendedTransactionKeepsItsOwnPushes() throws Exception {
        var manager = TransactionManager.transactionManager();
        manager.begin();
        faktory.push(Job.of("outer"));
        var outer = manager.suspend();
        manager.begin();
        faktory.push(Job.of("inner"));
        manager.commit();
        assertThat(fetch(1)).containsExactly("inner");
        manager.resume(outer);
        manager.rollback();
        assertThat(queued()).isZero();
    }

    @Test
    void aPushMadeBeforeCompletionGoesWithTheTransaction() throws Exception {
        transaction.begin();
        TransactionManager.transactionManager().getTransaction().registerSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {
                faktory.push(Job.of("before completion"));
            }

            @Override
            public void afterCompletion(int status) {
                faktory.push(Job.of("after completion"));
            }
        });
        transaction.commit();
        assertThat(fetch(2)).containsExactlyInAnyOrder("before completion", "after completion");
    }

    @Test
    void aServerThatIsAwayRollsTheTransactionBackAndTheCallerSeesIt() throws Exception {
        var away = factory("tcp://127.0.0.1:1", "afterCommit");
        transaction.begin();
        away.push(Job.of("never"));
        faktory.push(Job.of("never either"));
        assertThatThrownBy(transaction::commit)
                .isInstanceOf(RollbackException.class)
                .rootCause()
                .hasMessageContaining("Connection refused");
        assertThat(queued()).isZero();
    }

    @Test
    void severalFactoriesOfOneTransactionGoTogether() throws Exception {
        var other = factory(server.url() + "/", "afterCommit");
        transaction.begin();
        faktory.push(Job.of("one"));
        other.push(Job.of("two"));
        transaction.commit();
        assertThat(fetch(2)).containsExactlyInAnyOrder("one", "two");
    }
}
