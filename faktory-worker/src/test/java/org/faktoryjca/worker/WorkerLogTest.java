package org.faktoryjca.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.faktoryjca.CannotConnectException;
import org.faktoryjca.ConnectionLostException;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.Job;
import org.faktoryjca.OutcomeUnknownException;
import org.faktoryjca.client.settings.ServerSettings;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What an operator reads: one line for an event, with what happens next. */
class WorkerLogTest {
    private static final Job JOB = Job.of("mail", 1).jid("the-job-of-this-line").retry(3);
    private static final FaktoryException ABSENT =
            new CannotConnectException(ErrorCode.CONNECT_FAILED, "tried to connect", null);
    private static final FaktoryException BROKEN =
            new ConnectionLostException(ErrorCode.CONNECTION_LOST, "tried to fetch", null);

    private static final FaktoryException TROUBLE =
            new OutcomeUnknownException(ErrorCode.SERVER_TROUBLE, "tried to fetch", null);

    private record Line(WorkerEvent event, String... says) {}

    private static final List<Line> LINES = List.of(
            new Line(new WorkerEvent.Started("w1"), "w1", "faktory.example:7419", "serves jobs"),
            new Line(new WorkerEvent.Stopped("w1"), "w1", "faktory.example:7419", "has stopped"),
            new Line(new WorkerEvent.Quieted("w1"), "w1", "is quiet", "fetches no more until it is resumed"),
            new Line(
                    new WorkerEvent.AddedQuietly("w1", "Mailer"),
                    "Mailer is not served yet",
                    "w1",
                    "when it is resumed"),
            new Line(
                    new WorkerEvent.Leaving("Mailer", Duration.ofSeconds(25)),
                    "Mailer leaves",
                    "for up to 25 s",
                    "5 s after"),
            new Line(
                    new WorkerEvent.Terminated("w1"),
                    "w1",
                    "finishes its jobs and stops",
                    "resumed or serves a further handler"),
            new Line(
                    new WorkerEvent.Failed(JOB, FailureReport.named("Oops", "why")),
                    "Oops",
                    "why",
                    "is retried, 3 times"),
            new Line(
                    new WorkerEvent.Failed(JOB.retry(1), FailureReport.named("Oops", "why")),
                    "is retried, 1 time more at"),
            new Line(new WorkerEvent.Failed(JOB.retry(0), FailureReport.named("Oops", "why")), "the server forgets it"),
            new Line(
                    new WorkerEvent.Failed(JOB.buryOnFailure(), FailureReport.named("Oops", "why")),
                    "is in the dead set"),
            new Line(
                    new WorkerEvent.LeaseEnded(JOB), "FAKTORY-602", "the server runs it again", "raise its reserveFor"),
            new Line(new WorkerEvent.GivenUp(JOB), "FAKTORY-603", "shutdownTimeout", "it is failed once it ends"),
            new Line(new WorkerEvent.NotHeld(JOB), "nothing more is reported"),
            new Line(new WorkerEvent.Unreported(JOB), "the server runs it again when its reservation ends"),
            new Line(
                    new WorkerEvent.FailInDoubt(JOB),
                    "may or may not have heard",
                    "is not told again",
                    "the-job-of-this-line"),
            new Line(
                    new WorkerEvent.Unrouted(JOB, Duration.ofSeconds(30)),
                    "nobody takes",
                    "for up to 30 s",
                    "and then fails"),
            new Line(new WorkerEvent.NoThread(ABSENT), "no thread", "wait for the lanes there are"),
            new Line(
                    new WorkerEvent.ConnectionLost(ABSENT),
                    "faktory.example:7419 cannot be reached",
                    "tried again",
                    "running jobs go on",
                    "tried to connect"),
            new Line(
                    new WorkerEvent.ConnectionLost(BROKEN),
                    "a connection to tcp://faktory.example:7419 broke",
                    "tried again",
                    "tried to fetch"),
            new Line(
                    new WorkerEvent.Refused("FETCH", TROUBLE),
                    "faktory.example:7419 has trouble of its own, with FETCH first",
                    "tried again until it is over",
                    "FAKTORY-208"),
            new Line(new WorkerEvent.Refused("FETCH", BROKEN), "refused FETCH", "tried again on a new connection"),
            new Line(
                    new WorkerEvent.Reconnected(Duration.ofSeconds(7)),
                    "works again after 7 s",
                    "jobs fetched unless the worker is quiet"),
            new Line(new WorkerEvent.Unreadable(BROKEN), "cannot be read", "it is failed, and retried"),
            new Line(new WorkerEvent.Troubled("a lane broke", new IllegalStateException()), "goes on", "a lane broke"));

    private static List<String> lines(WorkerEvent event) {
        try (var log = CapturedLog.of("org.faktoryjca.worker")) {
            new WorkerLog(ServerSettings.at("tcp://:secret@faktory.example")).on(event);
            return log.lines();
        }
    }

    @TestFactory
    Stream<DynamicTest> oneLineSaysWhatHappenedAndWhatHappensNext() {
        return LINES.stream()
                .map(line -> dynamicTest(
                        line.event().toString(),
                        () -> assertThat(lines(line.event()))
                                .singleElement()
                                .asString()
                                .contains(line.says())
                                .doesNotContain("secret")));
    }

    @Test
    void whatIsToldOfEachJobIsNotSaidUnlessItIsAskedFor() {
        assertThat(lines(new WorkerEvent.Fetched(JOB))).isEmpty();
        assertThat(lines(new WorkerEvent.Succeeded(JOB))).isEmpty();
    }

    @Test
    void noEventIsForgotten() {
        var seen = Stream.concat(
                LINES.stream().map(line -> line.event().getClass()),
                Stream.of(WorkerEvent.Fetched.class, WorkerEvent.Succeeded.class));
        assertThat(seen.distinct().<Object>map(type -> type).toList())
                .containsExactlyInAnyOrderElementsOf(Arrays.asList(WorkerEvent.class.getPermittedSubclasses()));
    }
}
