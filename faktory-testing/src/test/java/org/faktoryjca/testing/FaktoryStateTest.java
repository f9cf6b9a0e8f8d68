package org.faktoryjca.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.EventConditions.test;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import java.util.List;
import org.faktoryjca.testing.StateSamples.ByItsAddress;
import org.faktoryjca.testing.StateSamples.Failing;
import org.faktoryjca.testing.StateSamples.InMemory;
import org.faktoryjca.testing.StateSamples.OnTheOldProcess;
import org.faktoryjca.testing.StateSamples.OnTheProcess;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.faktoryjca.testing.server.FaktoryProcess;
import org.faktoryjca.testing.server.FaktoryProcessBuilder;
import org.faktoryjca.testing.server.LoadableServer;
import org.faktoryjca.testing.server.ServerState;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaktoryStateTest {
    private static FaktoryProcessBuilder real(String binary) {
        var found = FaktoryProcess.find(binary);
        if (!Settings.ofEnvironment().flag(Settings.REQUIRE_REAL)) {
            Assumptions.assumeTrue(found.isPresent(), "there is no '" + binary + "' on the PATH");
        }
        return FaktoryProcess.builder(found.orElseThrow());
    }

    private static LoadableServer started(String kind) {
        return kind.equals("embedded") ? EmbeddedFaktory.start() : real(kind).start();
    }

    @Test
    void aStateIsLoadedAndComparedInMemory() {
        Kit.assertAllPassed(new Kit().run(InMemory.class), 4);
    }

    @Test
    void aStateIsLoadedAndComparedOnTheRealServer() {
        real("faktory");
        Kit.assertAllPassed(new Kit().run(OnTheProcess.class), 4);
    }

    @Test
    void aStateIsLoadedAndComparedOnTheOldRealServer() {
        real("faktory-1.9.4");
        Kit.assertAllPassed(new Kit().run(OnTheOldProcess.class), 4);
    }

    @Test
    void whatIsNotLeftAsExpectedFailsTheTestAndIsSaid() {
        new Kit()
                .run(Failing.class)
                .testEvents()
                .failed()
                .assertEventsMatchLoosely(
                        event(
                                test("nothingHappens"),
                                finishedWithFailure(message(text -> List.of(
                                                "embedded does not hold exactly what was expected:",
                                                "queue images: expected [thumbnail[8,200]], and there is [thumbnail[7,200] jid thumbnail-7",
                                                "scheduled: missing is [report[] at in 3h]",
                                                "retrying: missing is [crop[9] failed with Late: too late]",
                                                "reserved: not expected was [crop[9] jid crop-held")
                                        .stream()
                                        .allMatch(text::contains)))),
                        event(test("failsByItself"), finishedWithFailure(message("by itself"))),
                        event(
                                test("noSuchFile"),
                                finishedWithFailure(
                                        message(text -> text.contains("there is no resource no-such.json")))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "faktory", "faktory-1.9.4"})
    void aServerByItsAddressGetsWhatTheProtocolCanSet(String kind) {
        try (var server = started(kind)) {
            new Kit()
                    .with(Settings.URL, server.url())
                    .run(ByItsAddress.class)
                    .testEvents()
                    .assertStatistics(counts -> counts.succeeded(1).failed(2))
                    .failed()
                    .assertEventsMatchLoosely(
                            event(
                                    test("whatItCannotIsRefused"),
                                    finishedWithFailure(message(text ->
                                            text.contains("retrying and dead jobs cannot be set by the protocol")))),
                            event(
                                    test("whatIsLeftCannotBeRead"),
                                    finishedWithFailure(
                                            message(text -> text.contains("cannot be read by the protocol")))));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "faktory", "faktory-1.9.4"})
    void whatTheProtocolSetsIsExactlyWhatWasSaid(String kind) throws Exception {
        try (var server = started(kind);
                var in = getClass().getResourceAsStream("by-protocol.json")) {
            var state = ServerState.parse("by-protocol.json", new String(in.readAllBytes(), "UTF-8"));
            new RemoteServer(server.url(), "test", () -> {}).load(state);

            StateAssertions.assertHolds(server, state);
            assertThat(server.state().reserved().get(0).wid()).contains("gone-away");
        }
    }
}
