package org.faktoryjca.worker;

import java.util.concurrent.atomic.LongAdder;

/** Counts what happens in a worker. Thread-safe. */
final class WorkerCounts implements WorkerListener {
    private final LongAdder succeeded = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder reconnects = new LongAdder();

    @Override
    public void on(WorkerEvent event) {
        if (event instanceof WorkerEvent.Succeeded) {
            succeeded.increment();
        } else if (event instanceof WorkerEvent.Failed || event instanceof WorkerEvent.Unreadable) {
            failed.increment();
        } else if (event instanceof WorkerEvent.Reconnected) {
            reconnects.increment();
        }
    }

    /** Jobs of which the server has an ACK or a FAIL, and those that could not be read. */
    long processed() {
        return succeeded.sum() + failed.sum();
    }

    /** Jobs of which the server has a FAIL, and those that could not be read. */
    long failed() {
        return failed.sum();
    }

    /** Outages that are over. */
    long reconnects() {
        return reconnects.sum();
    }
}
