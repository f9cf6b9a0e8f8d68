package org.faktoryjca.testing;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.faktoryjca.testing.server.LoadableServer;
import org.faktoryjca.testing.server.ReservedJob;
import org.faktoryjca.testing.server.ServerState;
import org.faktoryjca.testing.server.TimedJob;

/**
 * Whether a server holds exactly the jobs of a state.
 *
 * <p>Each place must hold as many jobs as the state has there, and each of them must fit: the type and the arguments, and
 * whatever else the state says of it; what the state leaves out may be anything. Queues are compared in their order; a queue
 * without jobs is as good as none. Of scheduled, retrying, dead and reserved jobs each must fit another one, whatever the order in
 * which they are written. Paused must be those queues and no others.
 */
public final class StateAssertions {
    private StateAssertions() {}

    /**
     * Fails unless the server holds exactly this. Times that count from loading are not compared, since when that was is
     * not known here.
     *
     * @throws AssertionError with what is missing in each place and what is there instead
     */
    public static void assertHolds(LoadableServer server, ServerState expected) {
        assertHolds(server, expected, new Times(Optional.empty()));
    }

    /**
     * Fails unless the server holds exactly this. Times are compared to the second; one that counts from loading may count from
     * any moment since {@code loaded}, so that {@code in 1h} fits a job that was loaded so, and one that the test has scheduled
     * an hour ahead.
     *
     * @param loaded when the test began, by the server's clock ({@link LoadableServer#now})
     * @throws AssertionError with what is missing in each place and what is there instead
     */
    public static void assertHolds(LoadableServer server, ServerState expected, Instant loaded) {
        assertHolds(server, expected, new Times(Optional.of(new Times.Span(loaded, server.now()))));
    }

    private static void assertHolds(LoadableServer server, ServerState expected, Times times) {
        var held = server.state();
        var fit = new JobFit(times);
        var report = new PlaceReport();
        var queues = new TreeSet<>(held.queued().keySet());
        queues.addAll(expected.queued().keySet());
        for (var queue : queues) {
            report.inOrder(
                    "queue " + queue,
                    expected.queued().getOrDefault(queue, List.of()),
                    held.queued().getOrDefault(queue, List.of()),
                    fit::job);
        }
        report.inAnyOrder("scheduled", expected.scheduled(), held.scheduled(), fit::job, PlaceReport::told);
        report.inAnyOrder("retrying", expected.retrying(), held.retrying(), fit::timed, StateAssertions::told);
        report.inAnyOrder("dead", expected.dead(), held.dead(), fit::timed, StateAssertions::told);
        report.inAnyOrder("reserved", expected.reserved(), held.reserved(), fit::reserved, StateAssertions::told);
        if (!expected.paused().equals(held.paused())) {
            report.say("paused: expected " + expected.paused() + ", and there is " + held.paused());
        }
        report.check(server.description());
    }

    private static String told(TimedJob timed) {
        return PlaceReport.told(timed.job())
                + timed.until().map(until -> " until " + until).orElse("");
    }

    private static String told(ReservedJob reserved) {
        return PlaceReport.told(reserved.job())
                + reserved.wid().map(wid -> " by " + wid).orElse("")
                + reserved.since().map(since -> " since " + since).orElse("")
                + reserved.until().map(until -> " until " + until).orElse("");
    }
}
