package org.faktoryjca.ra.outbound;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.faktoryjca.FaktoryConnectionFactory;
import org.faktoryjca.Job;
import org.faktoryjca.TransactionStateException;
import org.faktoryjca.ra.CapturedLog;
import org.faktoryjca.ra.FaktoryResourceAdapter;
import org.faktoryjca.ra.StandaloneContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of pushes by how a transaction stands, and by how it ends: late, or in the dark. */
@Timeout(120)
class TransactionRulesTest extends BehindProxy {
    private final TransactionManager transactions = com.arjuna.ats.jta.TransactionManager.transactionManager();
    private final Stated registry = new Stated();

    /** A registry that says what a test wants it to say, as no one transaction manager does. */
    private static final class Stated implements TransactionSynchronizationRegistry {
        private final Map<Object, Object> resources = new HashMap<>();
        private final List<Synchronization> registered = new ArrayList<>();
        private int status = Status.STATUS_ACTIVE;
        private boolean refusing;

        @Override
        public int getTransactionStatus() {
            return status;
        }

        @Override
        public void registerInterposedSynchronization(Synchronization synchronization) {
            if (refusing) {
                throw new IllegalStateException("Syncs are not allowed to be registered");
            }
            registered.add(synchronization);
        }

        @Override
        public Object getTransactionKey() {
            return this;
        }

        @Override
        public void putResource(Object key, Object value) {
            resources.put(key, value);
        }

        @Override
        public Object getResource(Object key) {
            return resources.get(key);
        }

        @Override
        public void setRollbackOnly() {
            status = Status.STATUS_MARKED_ROLLBACK;
        }

        @Override
        public boolean getRollbackOnly() {
            return status == Status.STATUS_MARKED_ROLLBACK;
        }
    }

    /** A connection factory in a container whose transactions are as stated. */
    private FaktoryConnectionFactory stated() throws Exception {
        return stated(directory.resolve("spilled"));
    }

    private FaktoryConnectionFactory stated(Path spillFile) throws Exception {
        var adapter = new FaktoryResourceAdapter();
        adapter.start(new StandaloneContainer(registry));
        var factory = pusher.factory(server.url());
        factory.setSpillFile(spillFile.toString());
        factory.setResourceAdapter(adapter);
        return factory.createConnectionFactory();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                Status.STATUS_NO_TRANSACTION,
                Status.STATUS_PREPARED,
                Status.STATUS_COMMITTING,
                Status.STATUS_COMMITTED
            })
    void whereThereIsNoTransactionOrItHasCommittedAPushLeavesAtOnce(int status) throws Exception {
        registry.status = status;
        stated().push(Job.of("at-once"));
        assertThat(arrived()).containsExactly("at-once");
        assertThat(registry.registered).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                Status.STATUS_MARKED_ROLLBACK,
                Status.STATUS_PREPARING,
                Status.STATUS_ROLLING_BACK,
                Status.STATUS_ROLLEDBACK,
                Status.STATUS_UNKNOWN
            })
    void whereATransactionCannotCommitOrIsInTheDarkAPushIsRefusedWithoutAskingForMore(int status) throws Exception {
        registry.status = status;
        var stated = stated();
        assertThatThrownBy(() -> stated.push(Job.of("never")))
                .isInstanceOf(TransactionStateException.class)
                .hasMessageStartingWith("FAKTORY-401");
        assertThat(arrived()).isEmpty();
        assertThat(registry.registered).isEmpty();
    }

    @Test
    void aTransactionThatEndsJustBeforeAPushJoinsItRefusesThePush() throws Exception {
        registry.refusing = true;
        var stated = stated();
        assertThatThrownBy(() -> stated.push(Job.of("never")))
                .isInstanceOf(TransactionStateException.class)
                .hasMessageStartingWith("FAKTORY-401")
                .hasRootCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void allHandlesAndFactoriesOfATransactionShareOneRegistration() throws Exception {
        var stated = stated();
        stated.push(Job.of("one"));
        stated.pushAll(List.of(Job.of("two"), Job.of("three")));
        stated().push(Job.of("four"));
        assertThat(registry.registered).hasSize(1);
        registry.registered.get(0).beforeCompletion();
        assertThat(arrived()).isEmpty();
        registry.registered.get(0).afterCompletion(Status.STATUS_COMMITTED);
        assertThat(arrived()).containsExactlyInAnyOrder("one", "two", "three", "four");
    }

    @Test
    void aPushAfterTheEndOfItsTransactionIsNotAppendedToWhatHasLeft() throws Exception {
        var stated = stated();
        stated.push(Job.of("in-time"));
        registry.registered.get(0).afterCompletion(Status.STATUS_COMMITTED);
        // As one server has it: the callback has been called, and the status says active still.
        stated.push(Job.of("late"));
        assertThat(arrived()).containsExactly("in-time", "late");
    }

    @Test
    void aPushAfterTheRollbackOfItsTransactionByAnotherThreadIsRefused() throws Exception {
        var stated = stated();
        stated.push(Job.of("never"));
        var reaper = new Thread(() -> registry.registered.get(0).afterCompletion(Status.STATUS_ROLLEDBACK));
        reaper.start();
        reaper.join();
        assertThatThrownBy(() -> stated.push(Job.of("never either"))).isInstanceOf(TransactionStateException.class);
        assertThat(arrived()).isEmpty();
    }

    @Test
    void ofATransactionThatEndsInTheDarkNothingIsSentAndTheLogNamesTheJobs() throws Exception {
        try (var log = new CapturedLog()) {
            var job = Job.of("in-the-dark", "s3cret");
            var file = directory.resolve("spilled");
            stated(file).push(job);
            registry.registered.get(0).afterCompletion(Status.STATUS_UNKNOWN);
            assertThat(arrived()).isEmpty();
            assertThat(log.linesWith("nobody knows whether the transaction of 1 job"))
                    .singleElement()
                    .asString()
                    .contains("FAKTORY-402", file + ".undecided");
            assertThat(log.linesWith("job " + job.jid() + " (in-the-dark, queue default)"))
                    .hasSize(1);
            assertThat(Pusher.jids(Files.readAllLines(directory.resolve("spilled.undecided"))))
                    .containsExactly(job.jid());
            assertThat(file).doesNotExist();
            assertThatThrownBy(() -> stated(file).push(Job.of("never")))
                    .isInstanceOf(TransactionStateException.class)
                    .hasMessageContaining("nobody knows");
            assertThat(log.linesWith("s3cret")).isEmpty();
        }
    }

    @Test
    void aTransactionThatTimesOutTakesNoMorePushesAndSendsNone() throws Exception {
        transactions.setTransactionTimeout(1);
        try {
            transactions.begin();
            faktory.push(Job.of("never"));
            await().pollInSameThread()
                    .atMost(60, SECONDS)
                    .until(() -> transactions.getStatus() != Status.STATUS_ACTIVE);
            assertThatThrownBy(() -> faktory.push(Job.of("never"))).isInstanceOf(TransactionStateException.class);
            assertThatThrownBy(transactions::commit)
                    .isInstanceOfAny(RollbackException.class, IllegalStateException.class);
        } finally {
            transactions.setTransactionTimeout(0);
        }
        assertThat(arrived()).isEmpty();
        pusher.commit(faktory, Job.of("next"));
        assertThat(arrived()).containsExactly("next");
    }
}
