package org.faktoryjca.it.app.pushes;

import java.util.concurrent.atomic.AtomicBoolean;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/**
 * Another resource of a transaction, which fails where a test wants it to: 0 is success, all else an XAException's code. One that asks
 * to be tried again (XA_RETRY) does so once.
 */
record Failing(int atPrepare, int atCommit, AtomicBoolean retried) implements XAResource {
    Failing(int atPrepare, int atCommit) {
        this(atPrepare, atCommit, new AtomicBoolean());
    }

    @Override
    public int prepare(Xid xid) throws XAException {
        fail(atPrepare);
        return XA_OK;
    }

    @Override
    public void commit(Xid xid, boolean onePhase) throws XAException {
        if (atCommit != XAException.XA_RETRY || retried.compareAndSet(false, true)) {
            fail(atCommit);
        }
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
