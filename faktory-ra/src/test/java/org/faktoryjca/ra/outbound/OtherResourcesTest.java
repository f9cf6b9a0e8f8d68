package org.faktoryjca.ra.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionManager;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.faktoryjca.Job;
import org.faktoryjca.ra.CapturedLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of pushes where other resources of the transaction do not do as they are told: Narayana's ways. */
@Timeout(120)
class OtherResourcesTest extends BehindProxy {
    private final TransactionManager transactions = com.arjuna.ats.jta.TransactionManager.transactionManager();

    /** A database of which a test says how it prepares and commits. */
    private record Resource(int atPrepare, int atCommit) implements XAResource {
        @Override
        public int prepare(Xid xid) throws XAException {
            fail(atPrepare);
            return XA_OK;
        }

        @Override
        public void commit(Xid xid, boolean onePhase) throws XAException {
            fail(atCommit);
        }

        private static void fail(int code) throws XAException {
            if (code != 0) {
                throw new XAException(code);
            }
        }

        @Override
        public void start(Xid xid, int flags) {}

        @Override
        public void end(Xid xid, int flags) {}

        @Override
        public void rollback(Xid xid) {}

        @Override
        public void forget(Xid xid) {}

        @Override
        public Xid[] recover(int flag) {
            return new Xid[0];
        }

        @Override
        public boolean isSameRM(XAResource other) {
            return other == this;
        }

        @Override
        public int getTransactionTimeout() {
            return 0;
        }

        @Override
        public boolean setTransactionTimeout(int seconds) {
            return false;
        }
    }

    private void commitWith(Resource... resources) throws Exception {
        transactions.begin();
        faktory.push(Job.of("with-others"));
        for (var resource : resources) {
            transactions.getTransaction().enlistResource(resource);
        }
        transactions.commit();
    }

    @Test
    void besideXaResourcesThatCommitItLeaves() throws Exception {
        commitWith(new Resource(0, 0));
        commitWith(new Resource(0, 0), new Resource(0, 0));
        assertThat(arrived()).containsExactly("with-others", "with-others");
    }

    @Test
    void whereAnotherResourceDoesNotPrepareNothingLeaves() {
        for (var code : new int[] {XAException.XA_RBROLLBACK, XAException.XAER_RMFAIL, XAException.XAER_RMERR}) {
            assertThatThrownBy(() -> commitWith(new Resource(0, 0), new Resource(code, 0)))
                    .isInstanceOf(RollbackException.class);
        }
        assertThat(arrived()).isEmpty();
    }

    @Test
    void whereTheOnlyResourceRollsBackInOnePhaseNothingLeaves() {
        for (var code : new int[] {XAException.XA_RBROLLBACK, XAException.XAER_RMERR}) {
            assertThatThrownBy(() -> commitWith(new Resource(0, code))).isInstanceOf(RollbackException.class);
        }
        assertThat(arrived()).isEmpty();
    }

    @Test
    void whereAResourceCommitsLaterTheTransactionHasCommittedAndItLeaves() throws Exception {
        // The decision is made: recovery commits what is prepared.
        commitWith(new Resource(0, 0), new Resource(0, XAException.XAER_RMFAIL));
        assertThat(arrived()).containsExactly("with-others");
    }

    /** How many jobs have left, however the transaction ended for its caller. */
    private int left(Resource... resources) {
        var before = arrived().size();
        try {
            commitWith(resources);
        } catch (HeuristicMixedException e) {
            assertThat(transactionStatus()).isEqualTo(Status.STATUS_NO_TRANSACTION);
        } catch (Exception e) {
            assertThat(e).isInstanceOf(RollbackException.class);
        }
        return arrived().size() - before;
    }

    private int transactionStatus() {
        try {
            return transactions.getStatus();
        } catch (SystemException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                XAException.XA_HEURRB,
                XAException.XA_HEURCOM,
                XAException.XA_HEURMIX,
                XAException.XA_HEURHAZ,
                XAException.XA_RETRY,
                XAException.XA_RBROLLBACK,
                XAException.XAER_RMERR
            })
    void whereOtherResourcesHaveCommittedItLeavesWhateverOneOfThemHasDone(int code) {
        assertThat(left(new Resource(0, 0), new Resource(0, code))).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {XAException.XA_HEURRB, XAException.XA_RBROLLBACK, XAException.XAER_RMERR})
    void whereAllResourcesHaveRolledBackAfterTheDecisionNothingLeavesAndTheLogNamesTheJobs(int code) {
        try (var log = new CapturedLog()) {
            assertThat(left(new Resource(0, code), new Resource(0, code))).isZero();
            assertThat(log.linesWith("rolled back while it completed"))
                    .singleElement()
                    .asString()
                    .startsWith("INFO")
                    .contains("(with-others, queue default)", "heuristic");
        }
    }

    @Test
    void ofATransactionThatItsOwnerRollsBackTheLogSaysNothing() throws Exception {
        try (var log = new CapturedLog()) {
            transactions.begin();
            faktory.push(Job.of("never"));
            transactions.rollback();
            assertThat(log.lines()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {XAException.XA_HEURCOM, XAException.XA_HEURMIX, XAException.XA_HEURHAZ, XAException.XAER_RMFAIL})
    void whereTheOnlyResourceMayHaveCommittedItLeaves(int code) {
        // The transaction manager says "committed" to whoever follows the transaction, and something else to its
        // caller.
        assertThat(left(new Resource(0, code))).isEqualTo(1);
    }
}
