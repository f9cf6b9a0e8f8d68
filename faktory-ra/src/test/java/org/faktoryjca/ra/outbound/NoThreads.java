package org.faktoryjca.ra.outbound;

import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkRejectedException;
import org.faktoryjca.ra.StandaloneContainer;

/** A container whose work manager has no thread left. */
final class NoThreads extends StandaloneContainer {
    @Override
    public void scheduleWork(Work work) throws WorkException {
        throw new WorkRejectedException("all threads are in use");
    }
}
