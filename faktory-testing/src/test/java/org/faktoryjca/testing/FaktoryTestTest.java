package org.faktoryjca.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.faktoryjca.testing.Kit.assertAllPassed;
import static org.junit.platform.testkit.engine.EventConditions.abortedWithReason;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import org.faktoryjca.Job;
import org.faktoryjca.client.pool.FaktoryConnections;
import org.faktoryjca.testing.Samples.AskingForAProcess;
import org.faktoryjca.testing.Samples.MovingTheClock;
import org.faktoryjca.testing.Samples.OnTheOldOne;
import org.faktoryjca.testing.Samples.OnWhatThereIs;
import org.faktoryjca.testing.Samples.Parallel;
import org.faktoryjca.testing.Samples.ParallelOne;
import org.faktoryjca.testing.Samples.ParallelTwo;
import org.faktoryjca.testing.Samples.WithAPassword;
import org.faktoryjca.testing.Samples.WithAPasswordInMemory;
import org.faktoryjca.testing.Samples.WithoutBinary;
import org.faktoryjca.testing.Samples.WrongParameters;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.faktoryjca.testing.server.FaktoryProcess;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineExecutionResults;

class FaktoryTestTest {
    @BeforeEach
    void forget() {
        Samples.URLS.clear();
    }

    private static List<String> reported(EngineExecutionResults results) {
        return results.allEvents()
                .reportingEntryPublished()
                .map(event -> event.getPayload(org.junit.platform.engine.reporting.ReportEntry.class))
                .map(entry -> entry.orElseThrow().getKeyValuePairs().get("faktory"))
                .toList();
    }

    /** Skips where there is none, unless it is required. */
    private static void needs(String binary) {
        Assumptions.assumeTrue(
                FaktoryProcess.find(binary).isPresent()
                        || Settings.ofEnvironment().flag(Settings.REQUIRE_REAL),
                "there is no '" + binary + "' on the PATH");
    }

    @Test
    void withoutARealServerTestsRunOnTheOneInMemoryAndTheReportSaysSo() {
        var results = new Kit().run(WithoutBinary.class);

        assertAllPassed(results, 3);
        assertThat(reported(results))
                .containsExactly("embedded (no FAKTORY_URL, no container engine, no 'no-such-faktory' on the PATH)");
        assertThat(Samples.URLS).hasSize(1);
    }

    @Test
    void testsRunOnTheBinaryOfThePathAndTheReportSaysSo() {
        needs("faktory");
        var results = new Kit().with(Settings.REQUIRE_REAL, "true").run(OnWhatThereIs.class);

        assertAllPassed(results, 3);
        assertThat(reported(results)).containsExactly("Faktory 1.10.0 (process) ('faktory' is on the PATH)");
        assertThat(Samples.URLS).hasSize(1);
    }

    @Test
    void testsRunOnAnotherBinaryThatTheyName() {
        needs("faktory-1.9.4");
        var results = new Kit().with(Settings.REQUIRE_REAL, "true").run(OnTheOldOne.class);

        assertAllPassed(results, 3);
        assertThat(reported(results)).containsExactly("Faktory 1.9.4 (process) ('faktory-1.9.4' is on the PATH)");
    }

    @Test
    void aServerAsksForThePasswordOfTheTestWhateverTheUrlNames() {
        needs("faktory");
        try (var someones = EmbeddedFaktory.start()) {
            var results =
                    new Kit().with(Settings.URL, someones.url()).run(WithAPassword.class, WithAPasswordInMemory.class);

            assertAllPassed(results, 6);
            assertThat(reported(results))
                    .containsExactlyInAnyOrder(
                            "Faktory 1.10.0 (process) ('faktory' is on the PATH)",
                            "embedded (the test asks for the one in memory)");
            assertThat(Samples.URLS).hasSize(2).allMatch(url -> url.startsWith("tcp://:s3cret%20word@"));
        }
    }

    @Test
    void theServerIsClosedAfterItsClass() {
        new Kit().run(WithoutBinary.class);

        var url = URI.create(Samples.URLS.iterator().next());
        assertThatThrownBy(() -> new Socket(url.getHost(), url.getPort()).close())
                .isInstanceOf(IOException.class);
    }

    @Test
    void whereTheRealServerIsRequiredItsAbsenceFails() {
        var results = new Kit().with(Settings.REQUIRE_REAL, "true").run(WithoutBinary.class, AskingForAProcess.class);

        results.testEvents().assertStatistics(counts -> counts.started(0));
        results.containerEvents()
                .failed()
                .assertEventsMatchExactly(
                        finishedWithFailure(message(text -> text.contains(
                                "FAKTORY_REQUIRE_REAL is set, and there is no real Faktory: no FAKTORY_URL"))),
                        finishedWithFailure(
                                message("FAKTORY_REQUIRE_REAL is set, and there is no 'no-such-faktory' on the PATH")));
    }

    @Test
    void testsThatAskForAProcessAreSkippedWhereThereIsNone() {
        var results = new Kit().run(AskingForAProcess.class);

        results.testEvents().assertStatistics(counts -> counts.started(0));
        results.containerEvents()
                .aborted()
                .assertEventsMatchExactly(abortedWithReason(message(text -> text.contains(
                        "needs the real Faktory as a process, and there is no 'no-such-faktory' on the PATH"))));
    }

    @Test
    void theServerThatTheUrlNamesIsUsedAndGivenBackEmpty() {
        try (var server = EmbeddedFaktory.builder().password("s3cret word").start()) {
            var results = new Kit().with(Settings.URL, server.url()).run(OnWhatThereIs.class, WithoutBinary.class);

            assertAllPassed(results, 6);
            assertThat(Samples.URLS).containsExactly(server.url());
            assertThat(reported(results))
                    .hasSize(2)
                    .allMatch(text -> text.contains("at tcp://127.0.0.1:" + server.port() + ", by FAKTORY_URL"))
                    .noneMatch(text -> text.contains("s3cret"));
            assertThat(server.state()).isEqualTo(org.faktoryjca.testing.server.ServerState.empty());
        }
    }

    @Test
    void aServerInMemoryIsNoRealOneWhateverNamesIt() {
        try (var server = EmbeddedFaktory.start()) {
            var address = "tcp://127.0.0.1:" + server.port();
            var any = new Kit().with(Settings.URL, server.url()).run(OnWhatThereIs.class);
            assertThat(reported(any))
                    .containsExactly(
                            "Faktory in memory 1.10.0 (at " + address + ", by FAKTORY_URL) (FAKTORY_URL names it)");

            var real = new Kit()
                    .with(Settings.URL, server.url())
                    .with(Settings.REQUIRE_REAL, "true")
                    .run(OnWhatThereIs.class);
            real.testEvents().assertStatistics(counts -> counts.started(0));
            real.containerEvents()
                    .failed()
                    .assertEventsMatchExactly(finishedWithFailure(message(text -> text.contains(
                                    "FAKTORY_REQUIRE_REAL is set")
                            && text.contains("server " + address + " of FAKTORY_URL is Faktory in memory 1.10.0"))));
        }
    }

    @Test
    void aRealServerThatTheUrlNamesIsOne() {
        needs("faktory");
        try (var server = FaktoryProcess.builder().start()) {
            var results = new Kit()
                    .with(Settings.URL, server.url())
                    .with(Settings.REQUIRE_REAL, "true")
                    .run(OnWhatThereIs.class);

            assertAllPassed(results, 3);
            assertThat(reported(results))
                    .allMatch(text -> text.startsWith("Faktory 1.10.0 (at tcp://127.0.0.1:" + server.port()));
        }
    }

    @Test
    void aServerThatMayStillBeNeededIsRefusedAndNotTouched() {
        try (var server = EmbeddedFaktory.start();
                var faktory = FaktoryConnections.at(server.url()).build()) {
            faktory.push(Job.of("precious"));
            var results = new Kit().with(Settings.URL, server.url()).run(OnWhatThereIs.class);

            results.testEvents().assertStatistics(counts -> counts.started(0));
            results.containerEvents()
                    .failed()
                    .assertEventsMatchExactly(
                            finishedWithFailure(message(text -> text.contains("holds 1 jobs and has run 0")
                                    && text.contains("set FAKTORY_TEST_ERASE=true"))));
            assertThat(server.queued("default")).hasSize(1);

            assertAllPassed(
                    new Kit()
                            .with(Settings.URL, server.url())
                            .with(Settings.ERASE, "true")
                            .run(OnWhatThereIs.class),
                    3);
        }
    }

    @Test
    void aServerThatHasRunJobsIsRefusedToo() throws IOException {
        try (var server = EmbeddedFaktory.start();
                var connection = org.faktoryjca.client.Connection.open(
                        org.faktoryjca.client.settings.ServerSettings.at(server.url()))) {
            var jid = connection.push(Job.of("done"));
            connection.fetch(List.of("default"));
            connection.ack(jid);
            new Kit()
                    .with(Settings.URL, server.url())
                    .run(OnWhatThereIs.class)
                    .containerEvents()
                    .failed()
                    .assertEventsMatchExactly(
                            finishedWithFailure(message(text -> text.contains("holds 0 jobs and has run 1"))));
        }
    }

    @Test
    void aParameterThatTheServerCannotBeSaysWhatToWrite() {
        new Kit()
                .run(WrongParameters.class)
                .testEvents()
                .failed()
                .assertEventsMatchExactly(finishedWithFailure(
                        message(text -> text.contains("is no FaktoryProcess: write @FaktoryTest(on = PROCESS)"))));
    }

    @Test
    void theClockThatATestHasMovedIsRightAgainInTheNext() {
        assertAllPassed(new Kit().run(MovingTheClock.class), 2);
    }

    @Test
    void classesRunInParallelOnServersOfTheirOwnAndTheirTestsOneByOne() {
        var results = new Kit()
                .with("junit.jupiter.execution.parallel.enabled", "true")
                .with("junit.jupiter.execution.parallel.mode.default", "concurrent")
                .with("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .with("junit.jupiter.execution.parallel.config.fixed.parallelism", "4")
                .run(ParallelOne.class, ParallelTwo.class);

        assertAllPassed(results, 6);
        assertThat(Samples.URLS).hasSize(2);
        assertThat(Parallel.most).isEqualTo(2);
    }
}
