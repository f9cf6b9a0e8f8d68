package org.faktoryjca.testing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.faktoryjca.testing.server.ReservedJob;
import org.faktoryjca.testing.server.ServerState;
import org.faktoryjca.testing.server.StoredFailure;
import org.faktoryjca.testing.server.StoredJob;
import org.faktoryjca.testing.server.When;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StateAssertionsTest {
    private static final Instant DUE = Instant.parse("2040-01-01T00:00:00Z");

    private final EmbeddedFaktory server = EmbeddedFaktory.start();

    @AfterEach
    void stop() {
        server.close();
    }

    private static ServerState.Builder state() {
        return ServerState.builder();
    }

    private static StoredJob mail() {
        return StoredJob.of("mail", "a@example.org", 1);
    }

    private static StoredFailure failure() {
        return StoredFailure.of("E", "went wrong").retryCount(2);
    }

    static Stream<UnaryOperator<StoredJob>> changes() {
        return Stream.of(
                job -> StoredJob.of("sms", "a@example.org", 1),
                job -> StoredJob.of("mail", "a@example.org", 2),
                job -> job.jid("another-one"),
                job -> job.retry(4),
                job -> job.reserveFor(61),
                job -> job.custom("{\"a\":2}"),
                job -> job.createdAt(When.at(DUE)),
                job -> job.failure(StoredFailure.of("E", "went wrong").retryCount(1)),
                job -> job.failure(StoredFailure.of("F", "went wrong")),
                job -> job.failure(failure().failedAt(When.at(DUE))),
                job -> job.failure(failure().backtrace(List.of("x"))));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void whateverIsSaidOfAJobIsCompared(UnaryOperator<StoredJob> change) {
        var held = mail().jid("one-of-them")
                .retry(3)
                .reserveFor(60)
                .custom("{\"a\":1}")
                .failure(failure());
        server.load(state().queued(held).build());

        StateAssertions.assertHolds(server, state().queued(held).build());
        StateAssertions.assertHolds(server, state().queued(mail()).build());
        assertThatThrownBy(() -> StateAssertions.assertHolds(
                        server, state().queued(change.apply(held)).build()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("queue default: expected [")
                .hasMessageContaining("and there is [mail[\"a@example.org\",1] jid one-of-them");
    }

    @Test
    void theOrderInAQueueCounts() {
        server.load(state().queued(mail().jid("number-one"), mail().jid("number-two"))
                .build());

        assertThatThrownBy(() -> StateAssertions.assertHolds(
                        server,
                        state().queued(mail().jid("number-two"), mail().jid("number-one"))
                                .build()))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> StateAssertions.assertHolds(
                        server, state().queued(mail()).build()))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> StateAssertions.assertHolds(server, ServerState.empty()))
                .hasMessageContaining("queue default: expected nothing");
    }

    @Test
    void aVagueJobDoesNotTakeTheOneThatFitsAnExactOne() {
        server.load(state().dead(mail().jid("dead-one-1").failure(failure()))
                .dead(mail().jid("dead-two-2"))
                .build());

        StateAssertions.assertHolds(
                server, state().dead(mail()).dead(mail().jid("dead-one-1")).build());
        assertThatThrownBy(() -> StateAssertions.assertHolds(
                        server,
                        state().dead(mail().jid("dead-one-1"))
                                .dead(mail().jid("dead-one-1"))
                                .build()))
                .hasMessageContaining("dead: missing is [mail[\"a@example.org\",1] jid dead-one-1]")
                .hasMessageContaining("dead: not expected was [mail[\"a@example.org\",1] jid dead-two-2");
    }

    @Test
    void timesAreComparedToTheSecond() {
        server.load(state().scheduled(mail().at(When.at(DUE.plusMillis(400)))).build());

        StateAssertions.assertHolds(
                server, state().scheduled(mail().at(When.at(DUE))).build());
        assertThatThrownBy(() -> StateAssertions.assertHolds(
                        server,
                        state().scheduled(mail().at(When.at(DUE.minusSeconds(1))))
                                .build()))
                .hasMessageContaining("scheduled: missing is");
    }

    @Test
    void aTimeThatCountsFromLoadingMayCountFromAnyMomentOfTheTest() {
        var begun = server.now();
        server.load(state().scheduled(mail().at(When.in(Duration.ofHours(5)))).build());
        var expected =
                state().scheduled(mail().at(When.in(Duration.ofHours(5)))).build();
        var earlier = state().scheduled(mail().at(When.in(Duration.ofHours(4)))).build();

        StateAssertions.assertHolds(server, expected, begun);
        assertThatThrownBy(() -> StateAssertions.assertHolds(server, earlier, begun))
                .isInstanceOf(AssertionError.class);
        server.advance(Duration.ofHours(2));
        StateAssertions.assertHolds(server, expected, begun);
        StateAssertions.assertHolds(server, earlier, begun);
        assertThatCode(() -> StateAssertions.assertHolds(server, earlier)).doesNotThrowAnyException();
    }

    @Test
    void pausesMustBeTheSame() {
        server.load(state().pause("images").build());

        StateAssertions.assertHolds(server, state().pause("images").build());
        assertThatThrownBy(() -> StateAssertions.assertHolds(server, ServerState.empty()))
                .hasMessageContaining("paused: expected [], and there is [images]");
    }

    @Test
    void aWorkerThatIsNamedMustHoldTheJobAndOneThatIsNotMayBeAny() {
        server.load(state().reserved(mail(), "somebody").build());

        StateAssertions.assertHolds(
                server, state().reserved(ReservedJob.of(mail())).build());
        StateAssertions.assertHolds(server, ServerState.parse("state", """
                {"reserved": [{"jobtype": "mail", "args": ["a@example.org", 1]}]}"""));
        StateAssertions.assertHolds(server, state().reserved(mail(), "somebody").build());
        for (var wid : List.of("gone", "nobody", "")) {
            assertThatThrownBy(() -> StateAssertions.assertHolds(
                            server, state().reserved(mail(), wid).build()))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("reserved: missing is [mail[\"a@example.org\",1] by " + wid)
                    .hasMessageContaining("reserved: not expected was [mail[\"a@example.org\",1]")
                    .hasMessageContaining(" by somebody since");
        }
    }

    @Test
    void aWorkerThatIsNotNamedWhenAStateIsLoadedIsTheOneThatIsGone() {
        server.load(state().reserved(ReservedJob.of(mail())).build());

        StateAssertions.assertHolds(server, state().reserved(mail(), "gone").build());
    }
}
