package org.faktoryjca.ra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.arjuna.ats.jta.TransactionManager;
import jakarta.ejb.ApplicationException;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.faktoryjca.Job;
import org.faktoryjca.JobContext;
import org.faktoryjca.JobListener;
import org.faktoryjca.JobMethods;
import org.faktoryjca.OnJob;
import org.faktoryjca.client.Connection;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.ra.FaktoryResourceAdapter;
import org.faktoryjca.ra.StandaloneContainer;
import org.faktoryjca.ra.StandaloneEndpoints;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a job and of its transaction, row by row, with Narayana's transactions. */
class DeliveryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Pattern BACKTRACE = Pattern.compile("\"backtrace\":\\[(.*?)]");

    private final EmbeddedFaktory server = EmbeddedFaktory.start();
    private final FaktoryResourceAdapter adapter = new FaktoryResourceAdapter();
    private final Work work = new Work();
    private Connection client;

    @BeforeEach
    void start() throws Exception {
        adapter.setUrl(server.url());
        adapter.setStartupGrace("100ms");
        adapter.setShutdownTimeout("100ms");
        adapter.start(new StandaloneContainer());
        client = Connection.open(ServerSettings.at(server.url()));
    }

    @AfterEach
    void stop() {
        work.mayEnd.countDown();
        adapter.stop();
        client.close();
        server.close();
    }

    /** Each method remembers how its transaction ended: the status, or none where there is no transaction. */
    public static final class Work implements JobMethods {
        final List<Object> ended = new CopyOnWriteArrayList<>();
        final CountDownLatch running = new CountDownLatch(1);
        final CountDownLatch mayEnd = new CountDownLatch(1);

        private void watch() throws Exception {
            var transaction = TransactionManager.transactionManager().getTransaction();
            if (transaction == null) {
                ended.add("none");
                return;
            }
            transaction.registerSynchronization(new Synchronization() {
                @Override
                public void beforeCompletion() {
                    // Only the end counts.
                }

                @Override
                public void afterCompletion(int status) {
                    ended.add(status);
                }
            });
        }

        @OnJob("return")
        public void succeed(JobContext context) throws Exception {
            watch();
            if (!JobContext.current().orElseThrow().equals(context)) {
                throw new IllegalStateException("two contexts");
            }
        }

        @OnJob("unchecked")
        public void unchecked() throws Exception {
            watch();
            throw new IllegalStateException("unchecked on purpose", new IOException("below"));
        }

        @OnJob("error")
        public void error() throws Exception {
            watch();
            throw new AssertionError("error on purpose");
        }

        @OnJob("checked")
        public void checked() throws Exception {
            watch();
            throw new IOException("checked on purpose");
        }

        @OnJob("harmless")
        public void harmless() throws Exception {
            watch();
            throw new Harmless();
        }

        @OnJob("mark")
        public void mark() throws Exception {
            watch();
            TransactionManager.transactionManager().setRollbackOnly();
        }

        @OnJob("argument")
        public void argument(int number) throws Exception {
            watch();
        }

        @OnJob("wait")
        public void pause() throws Exception {
            watch();
            running.countDown();
            if (!mayEnd.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody said that it may end");
            }
        }

        @OnJob("deep")
        public void deep(int depth) {
            if (depth == 0) {
                throw new IllegalStateException("deep down");
            }
            deep(depth - 1);
        }
    }

    @ApplicationException(rollback = false)
    static final class Harmless extends Exception {
        private static final long serialVersionUID = 1L;

        Harmless() {
            super("harmless on purpose");
        }
    }

    public static final class Listening implements JobListener {
        @Override
        public void onJob(Job job) {
            throw new IllegalStateException("on purpose");
        }
    }

    private StandaloneEndpoints serve(JobListener bean, boolean transacted, boolean rollback) throws Exception {
        var endpoints = new StandaloneEndpoints(bean, transacted, 2);
        var spec = new FaktoryActivationSpec();
        spec.setRollbackOnCheckedException(Boolean.toString(rollback));
        adapter.endpointActivation(endpoints, spec);
        return endpoints;
    }

    private void run(String type, Object... args) {
        client.push(Job.of(type, args));
        await().atMost(PATIENCE)
                .until(() -> server.processed() == 1 && server.working().isEmpty());
    }

    private void assertAcknowledged() {
        assertThat(server.failures()).isZero();
        assertThat(server.retries()).isEmpty();
    }

    private void assertFailed(String... words) {
        assertThat(server.failures()).isEqualTo(1);
        assertThat(server.retries()).singleElement().asString().contains(words);
    }

    @Test
    void aMethodThatReturnsIsCommittedAndAcknowledged() throws Exception {
        serve(work, true, true);
        run("return");
        assertAcknowledged();
        assertThat(work.ended).containsExactly(Status.STATUS_COMMITTED);
    }

    @Test
    void withoutATransactionTheReturnAloneCounts() throws Exception {
        serve(work, false, true);
        run("return");
        assertAcknowledged();
        assertThat(work.ended).containsExactly("none");
    }

    @Test
    void anUncheckedExceptionRollsBackAndIsReportedAsTheBeanThrewIt() throws Exception {
        serve(work, true, true);
        run("unchecked");
        assertFailed(
                "\"errtype\":\"java.lang.IllegalStateException\"",
                "unchecked on purpose",
                "Caused by: java.io.IOException: below",
                "DeliveryTest$Work.unchecked");
        assertThat(work.ended).containsExactly(Status.STATUS_ROLLEDBACK);
    }

    @Test
    void anErrorRollsBackToo() throws Exception {
        serve(work, true, true);
        run("error");
        assertFailed("\"errtype\":\"java.lang.AssertionError\"", "error on purpose");
        assertThat(work.ended).containsExactly(Status.STATUS_ROLLEDBACK);
    }

    @Test
    void aCheckedExceptionRollsBack() throws Exception {
        serve(work, true, true);
        run("checked");
        assertFailed("\"errtype\":\"java.io.IOException\"", "checked on purpose");
        assertThat(work.ended).containsExactly(Status.STATUS_ROLLEDBACK);
    }

    @Test
    void aCheckedExceptionCommitsWhereTheSettingIsOff() throws Exception {
        serve(work, true, false);
        run("checked");
        assertFailed("\"errtype\":\"java.io.IOException\"", "checked on purpose");
        assertThat(work.ended).containsExactly(Status.STATUS_COMMITTED);
    }

    @Test
    void anApplicationExceptionWithoutRollbackCommitsAndFails() throws Exception {
        serve(work, true, true);
        run("harmless");
        assertFailed("Harmless\"", "harmless on purpose");
        assertThat(work.ended).containsExactly(Status.STATUS_COMMITTED);
    }

    @Test
    void withoutATransactionWhatIsThrownFailsTheJob() throws Exception {
        serve(work, false, true);
        run("checked");
        assertFailed("\"errtype\":\"java.io.IOException\"", "checked on purpose");
        assertThat(work.ended).containsExactly("none");
    }

    @Test
    void aTransactionMarkedForRollbackFailsTheJob() throws Exception {
        serve(work, true, true);
        run("mark");
        assertFailed("\"errtype\":\"TransactionRolledBack\"", "FAKTORY-604");
        assertThat(work.ended).containsExactly(Status.STATUS_ROLLEDBACK);
    }

    @Test
    void anArgumentThatDoesNotFitIsNamed() throws Exception {
        serve(work, true, true);
        run("argument", "seven");
        assertFailed("\"errtype\":\"InvalidArguments\"", "argument 0 should be int and is \\\"seven\\\"");
    }

    @Test
    void aTypeThatNoBeanTakesFailsAsUnknown() throws Exception {
        serve(work, true, true);
        run("nobody");
        assertFailed("\"errtype\":\"UnknownJobType\"", "nobody");
    }

    @Test
    void theStackIsTheApplicationsAndFiftyLinesLongAtMost() throws Exception {
        serve(work, true, true);
        run("deep", 100);
        var stack = BACKTRACE.matcher(server.retries().get(0));
        assertThat(stack.find()).isTrue();
        var lines = stack.group(1).split("\",\"");
        assertThat(lines).hasSize(50).allSatisfy(line -> assertThat(line).contains("DeliveryTest$Work.deep("));
    }

    @Test
    void ofTheStackUnderTheBeanNothingIsReported() throws Exception {
        serve(work, true, true);
        run("unchecked");
        var stack = BACKTRACE.matcher(server.retries().get(0));
        assertThat(stack.find()).isTrue();
        assertThat(stack.group(1).split("\",\""))
                .hasSize(3)
                .satisfiesExactly(
                        line -> assertThat(line).contains("DeliveryTest$Work.unchecked("),
                        line -> assertThat(line).contains("Caused by: java.io.IOException: below"),
                        line -> assertThat(line).contains("DeliveryTest$Work.unchecked("));
    }

    @Test
    void aListenersOwnMethodIsTheLastOfItsStack() throws Exception {
        serve(new Listening(), true, true);
        run("any");
        var stack = BACKTRACE.matcher(server.retries().get(0));
        assertThat(stack.find()).isTrue();
        assertThat(stack.group(1).split("\",\"")).singleElement().asString().contains("DeliveryTest$Listening.onJob(");
    }

    @Test
    void aWorkerThatStopsFirstRollsBackAndReportsTheShutdown() throws Exception {
        var endpoints = serve(work, true, true);
        client.push(Job.of("wait"));
        assertThat(work.running.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        var stopping = new Thread(() -> adapter.endpointDeactivation(endpoints, new FaktoryActivationSpec()));
        stopping.start();
        stopping.join(PATIENCE.toMillis());
        work.mayEnd.countDown();
        await().atMost(PATIENCE).until(() -> server.working().isEmpty());
        assertFailed("\"errtype\":\"WorkerShutdown\"", "FAKTORY-603");
        assertThat(work.ended).containsExactly(Status.STATUS_ROLLEDBACK);
    }

    @Test
    void aJobWaitsForAnInstanceAndEveryInstanceIsGivenBack() throws Exception {
        var endpoints = new StandaloneEndpoints(work, true, 0);
        adapter.endpointActivation(endpoints, new FaktoryActivationSpec());
        IntStream.range(0, 3).forEach(i -> client.push(Job.of("return")));
        endpoints.add(1);
        await().atMost(PATIENCE).until(() -> server.processed() == 3);
        assertAcknowledged();
        assertThat(work.ended).hasSize(3).containsOnly(Status.STATUS_COMMITTED);
        adapter.stop();
        assertThat(endpoints.free()).isEqualTo(1);
    }

    @Test
    void noJobIsFetchedForWhichThereIsNoInstance() throws Exception {
        var endpoints = new StandaloneEndpoints(work, true, 1);
        adapter.endpointActivation(endpoints, new FaktoryActivationSpec());
        IntStream.range(0, 3).forEach(i -> client.push(Job.of("wait")));
        assertThat(work.running.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        // Longer than a lane looks around for room.
        await().during(Duration.ofMillis(500)).atMost(PATIENCE).untilAsserted(() -> {
            assertThat(server.working()).hasSize(1);
            assertThat(server.queued("default")).hasSize(2);
        });
        work.mayEnd.countDown();
        await().atMost(PATIENCE).until(() -> server.processed() == 3);
        assertAcknowledged();
        adapter.stop();
        assertThat(endpoints.free()).isEqualTo(1);
    }
}
