package org.faktoryjca.testing;

import java.util.Optional;
import java.util.OptionalInt;
import org.faktoryjca.testing.server.ReservedJob;
import org.faktoryjca.testing.server.StoredFailure;
import org.faktoryjca.testing.server.StoredJob;
import org.faktoryjca.testing.server.TimedJob;

/**
 * Whether a job that a server holds fits an expected one, of which little may be said.
 *
 * @param times compares times
 */
record JobFit(Times times) {
    boolean job(StoredJob expected, StoredJob held) {
        return expected.jobtype().equals(held.jobtype())
                && expected.args().equals(held.args())
                && said(expected.jid(), held.jid())
                && said(expected.queue(), held.queue())
                && said(expected.retry(), held.retry())
                && said(expected.reserveFor(), held.reserveFor())
                && said(expected.backtrace(), held.backtrace())
                && said(expected.custom(), held.custom())
                && times.fits(expected.at(), held.at())
                && times.fits(expected.createdAt(), held.createdAt())
                && times.fits(expected.enqueuedAt(), held.enqueuedAt())
                && (expected.failure().isEmpty()
                        || held.failure().isPresent()
                                && failure(
                                        expected.failure().get(), held.failure().get()));
    }

    boolean timed(TimedJob expected, TimedJob held) {
        return job(expected.job(), held.job()) && times.fits(expected.until(), held.until());
    }

    boolean reserved(ReservedJob expected, ReservedJob held) {
        return job(expected.job(), held.job())
                && said(expected.wid(), held.wid())
                && times.fits(expected.since(), held.since())
                && times.fits(expected.until(), held.until());
    }

    private boolean failure(StoredFailure expected, StoredFailure held) {
        return said(expected.errtype(), held.errtype())
                && said(expected.message(), held.message())
                && (expected.backtrace().isEmpty() || expected.backtrace().equals(held.backtrace()))
                && times.fits(expected.failedAt(), held.failedAt())
                && times.fits(expected.nextAt(), held.nextAt())
                && said(expected.retryCount(), held.retryCount())
                && said(expected.remaining(), held.remaining());
    }

    private static boolean said(Optional<String> expected, Optional<String> held) {
        return expected.isEmpty() || expected.equals(held);
    }

    private static boolean said(OptionalInt expected, OptionalInt held) {
        return expected.isEmpty() || expected.equals(held);
    }
}
