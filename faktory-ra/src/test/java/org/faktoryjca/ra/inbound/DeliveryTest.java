package org.faktoryjca.ra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionSynchronizationRegistryImple;
import jakarta.ejb.EJBException;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.faktoryjca.Job;
import org.faktoryjca.ra.StandaloneContainer;
import org.faktoryjca.ra.StandaloneEndpoints;
import org.junit.jupiter.api.Test;

/** What becomes of a job and of its transaction, row by row, with Narayana's transactions. */
class DeliveryTest extends DeliveryFixture {
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
                "DeliveredWork.unchecked");
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

    /** Tells nobody how a transaction has ended. */
    private static final class InTheDark extends TransactionSynchronizationRegistryImple {
        private static final long serialVersionUID = 1L;

        @Override
        public void registerInterposedSynchronization(Synchronization synchronization) {
            super.registerInterposedSynchronization(new Synchronization() {
                @Override
                public void beforeCompletion() {
                    synchronization.beforeCompletion();
                }

                @Override
                public void afterCompletion(int status) {
                    synchronization.afterCompletion(Status.STATUS_UNKNOWN);
                }
            });
        }
    }

    /** As a heuristic outcome may end. Payara and WildFly call every one either a commit or a rollback. */
    @Test
    void aTransactionOfWhichNobodyKnowsHowItEndedFailsTheJob() throws Exception {
        adapter.stop();
        adapter.start(new StandaloneContainer(new InTheDark()));
        serve(work, true, true);
        run("return");
        assertFailed("TransactionOutcomeUnknown", "nobody knows whether its transaction has committed");
    }

    /** Throws once: as of a transaction that has timed out between the look at it and the registration, or as a server that dies. */
    private static final class Refusing extends TransactionSynchronizationRegistryImple {
        private static final long serialVersionUID = 1L;

        private final AtomicBoolean refuses = new AtomicBoolean(true);
        private final Throwable thrown;
        private final AtomicInteger looks;

        /** Throws at a registration, or at a look at the status after so many others. */
        Refusing(Throwable thrown, int looks) {
            this.thrown = thrown;
            this.looks = new AtomicInteger(looks);
        }

        private void refuse() {
            if (refuses.getAndSet(false)) {
                if (thrown instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) thrown;
            }
        }

        @Override
        public int getTransactionStatus() {
            if (looks.getAndDecrement() == 0) {
                refuse();
            }
            return super.getTransactionStatus();
        }

        @Override
        public void registerInterposedSynchronization(Synchronization synchronization) {
            refuse();
            super.registerInterposedSynchronization(synchronization);
        }
    }

    private static final int NEVER = -1;

    /** The second job meets the thread, and maybe the endpoint, of the first one. */
    private void assertTheFirstFailsAndNoOther(Refusing registry, boolean transacted, Class<?> thrown)
            throws Exception {
        adapter.stop();
        adapter.start(new StandaloneContainer(registry));
        var endpoints = serve(work, transacted, true);
        run("return");
        assertFailed("\"errtype\":\"" + thrown.getName() + "\"", "takes none any more");
        client.push(Job.of("return"));
        await().atMost(PATIENCE).until(() -> server.processed() == 2);
        assertThat(server.failures()).isEqualTo(1);
        assertThat(endpoints.inDelivery()).isZero();
    }

    @Test
    void aTransactionThatTakesNobodyToTellFailsItsJobAndNoOther() throws Exception {
        var registry = new Refusing(new IllegalStateException("takes none any more"), NEVER);
        assertTheFirstFailsAndNoOther(registry, true, IllegalStateException.class);
        assertThat(work.ended).containsExactly(Status.STATUS_COMMITTED);
    }

    @Test
    void anErrorOfTheServersWhereItShouldTellOfATransactionFailsItsJobAndNoOther() throws Exception {
        var registry = new Refusing(new NoClassDefFoundError("takes none any more"), NEVER);
        assertTheFirstFailsAndNoOther(registry, true, NoClassDefFoundError.class);
        assertThat(work.ended).containsExactly(Status.STATUS_COMMITTED);
    }

    /** Retried, rather than lost: the bean may have left a transaction of its own open. */
    @Test
    void whereNobodyCanSayWhetherABeanHasLeftATransactionOpenItsJobFailsAndNoOther() throws Exception {
        // Before the call, and after it.
        var registry = new Refusing(new NoClassDefFoundError("takes none any more"), 1);
        assertTheFirstFailsAndNoOther(registry, false, NoClassDefFoundError.class);
        assertThat(work.ended).containsExactly("none", "none");
    }

    @Test
    void anErrorOfTheContainersAfterTheCommitChangesNothing() throws Exception {
        var endpoints = serve(work, true, true);
        endpoints.complainAfterDeliveries(new NoClassDefFoundError("after the delivery, on purpose"));
        run("return");
        assertAcknowledged();
        assertThat(work.ended).containsExactly(Status.STATUS_COMMITTED);
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

    /** It would hold up whoever else is served from the queue, and the bean that could end that has gone. */
    @Test
    void aDeliveryThatIsRefusedAfterTheWorkersStopIsReportedAsTheShutdown() throws Exception {
        var endpoints = serve(work, true, true);
        endpoints.refuseDeliveries(() -> {
            work.running.countDown();
            await().atMost(PATIENCE).until(() -> work.mayEnd.getCount() == 0);
            return new EJBException("Message-driven bean invocation closed by container");
        });
        client.push(Job.of("return"));
        assertThat(work.running.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        adapter.endpointDeactivation(endpoints, new FaktoryActivationSpec());
        work.mayEnd.countDown();
        await().atMost(PATIENCE).until(() -> server.working().isEmpty());
        assertFailed("\"errtype\":\"WorkerShutdown\"", "FAKTORY-603", "closed by container");
    }

    private void assertTheNextIsRunSoonAfter(String type) throws Exception {
        var spec = new FaktoryActivationSpec();
        // No other lane has a FETCH under way.
        spec.setConcurrency("1");
        adapter.endpointActivation(new StandaloneEndpoints(work, true, 1), spec);
        run(type);
        assertFailed("EJBComponentUnavailableException");
        client.push(Job.of("return"));
        // Where the bean's own calls are refused, nothing is fetched for 30 s.
        await().atMost(Duration.ofSeconds(25)).until(() -> server.processed() == 2);
    }

    @Test
    void aBeanThatPassesOnWhatAnotherWasRefusedElsewhereIsServedAllTheSame() throws Exception {
        assertTheNextIsRunSoonAfter("refused elsewhere");
    }

    @Test
    void aBeanThatPutsWhatAnotherWasRefusedElsewhereIntoAnExceptionIsServedAllTheSame() throws Exception {
        assertTheNextIsRunSoonAfter("wrapped refusal");
    }

    private void assertInterruptedIsShutDown(boolean transacted, Object end) throws Exception {
        var endpoints = new StandaloneEndpoints(work, transacted, 1);
        var spec = new FaktoryActivationSpec();
        spec.setInterruptOnShutdown("true");
        adapter.endpointActivation(endpoints, spec);
        client.push(Job.of("wait"));
        assertThat(work.running.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        adapter.endpointDeactivation(endpoints, spec);
        await().atMost(PATIENCE).until(() -> server.working().isEmpty());
        assertFailed(
                "\"errtype\":\"WorkerShutdown\"",
                "FAKTORY-603",
                "then it threw java.lang.InterruptedException",
                "DeliveredWork.pause");
        assertThat(work.ended).containsExactly(end);
    }

    @Test
    void aMethodThatIsInterruptedByTheShutdownRollsBackAndReportsTheShutdownWithWhatItThrew() throws Exception {
        assertInterruptedIsShutDown(true, Status.STATUS_ROLLEDBACK);
    }

    @Test
    void withoutATransactionAMethodThatIsInterruptedReportsTheShutdownToo() throws Exception {
        assertInterruptedIsShutDown(false, "none");
    }
}
