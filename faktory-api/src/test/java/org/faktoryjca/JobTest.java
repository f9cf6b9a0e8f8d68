package org.faktoryjca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.faktoryjca.spi.GivenArguments;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Failure FAILURE =
            new Failure(0, 25, NOON, Optional.of(NOON.plusSeconds(15)), "Oops", "went wrong", List.of("at a"));

    @Test
    void everyJobHasAFreshJidOf24HexadecimalDigits() {
        var jids = new HashSet<String>();
        for (int i = 0; i < 1000; i++) {
            var jid = Job.of("greet").jid();
            assertThat(jid).matches("[0-9a-f]{24}");
            jids.add(jid);
        }
        assertThat(jids).hasSize(1000);
    }

    @Test
    void aNewJobLeavesToTheServerWhatItDoesNotSay() {
        var job = Job.of("greet", "you", 2);

        assertThat(job.type()).isEqualTo("greet");
        assertThat(job.args()).containsExactly("you", 2);
        assertThat(job.queue()).isEmpty();
        assertThat(job.at()).isEmpty();
        assertThat(job.retry()).isEmpty();
        assertThat(job.reserveFor()).isEmpty();
        assertThat(job.custom()).isEmpty();
        assertThat(job.createdAt()).isEmpty();
        assertThat(job.enqueuedAt()).isEmpty();
        assertThat(job.failure()).isEmpty();
    }

    static Stream<UnaryOperator<Job>> withers() {
        return Stream.of(
                job -> job.queue("images"),
                job -> job.at(NOON),
                job -> job.in(Duration.ofHours(1)),
                job -> job.retry(3),
                Job::discardOnFailure,
                Job::buryOnFailure,
                job -> job.reserveFor(Duration.ofMinutes(5)),
                job -> job.custom("trace", "abc"),
                job -> job.createdAt(NOON),
                job -> job.enqueuedAt(NOON),
                job -> job.failure(FAILURE),
                job -> job.arguments(new GivenArguments(List.of("other"))));
    }

    @ParameterizedTest
    @MethodSource("withers")
    void aWitherKeepsTheJidAndLeavesTheJobItself(UnaryOperator<Job> wither) {
        var job = Job.of("greet", "you");
        var before = job.jid(job.jid());

        var changed = wither.apply(job);

        assertThat(job).isEqualTo(before).hasSameHashCodeAs(before);
        assertThat(changed).isNotEqualTo(job);
        assertThat(changed.jid()).isEqualTo(job.jid());
        assertThat(changed.type()).isEqualTo("greet");
    }

    @Test
    void withersKeepWhatWasSetBefore() {
        var job = Job.of("greet", "you")
                .jid("my-own-jid")
                .queue("images")
                .at(NOON)
                .retry(3)
                .reserveFor(Duration.ofMinutes(5))
                .custom("trace", "abc")
                .custom("tenant", null)
                .createdAt(NOON)
                .enqueuedAt(NOON.plusSeconds(1))
                .failure(FAILURE);

        assertThat(job.jid()).isEqualTo("my-own-jid");
        assertThat(job.args()).containsExactly("you");
        assertThat(job.queue()).hasValue("images");
        assertThat(job.at()).hasValue(NOON);
        assertThat(job.retry()).hasValue(3);
        assertThat(job.reserveFor()).hasValue(Duration.ofMinutes(5));
        assertThat(job.custom()).containsEntry("trace", "abc").containsEntry("tenant", null);
        assertThat(job.createdAt()).hasValue(NOON);
        assertThat(job.enqueuedAt()).hasValue(NOON.plusSeconds(1));
        assertThat(job.failure()).hasValue(FAILURE);
    }

    @Test
    void inCountsFromNow() {
        var before = Instant.now();
        var job = Job.of("greet").in(Duration.ofMinutes(10));
        assertThat(job.at().orElseThrow())
                .isBetween(before.plus(Duration.ofMinutes(10)), Instant.now().plus(Duration.ofMinutes(10)));
    }

    @Test
    void aFailedJobMayBeForgottenOrBuried() {
        assertThat(Job.of("greet").discardOnFailure().retry()).hasValue(0);
        assertThat(Job.of("greet").buryOnFailure().retry()).hasValue(-1);
    }

    @Test
    void whatItHoldsCannotBeChangedFromOutside() {
        Object[] given = {"a", "b"};
        var job = Job.of("greet", given).custom("trace", "abc");
        given[0] = "changed";

        assertThatThrownBy(() -> job.args().set(0, "x")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> job.custom().put("x", "y")).isInstanceOf(UnsupportedOperationException.class);
        assertThat(job.args()).containsExactly("a", "b");
    }

    @Test
    void aNullInPlaceOfTheArgumentsIsOneNullArgument() {
        assertThat(Job.of("greet", (Object[]) null).args()).containsExactly((Object) null);
        assertThat(Job.of("greet", (Object) null).args()).containsExactly((Object) null);
        assertThat(Job.of("greet").args()).isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " \t"})
    void aTypeIsNotBlank(String type) {
        refused(() -> Job.of(type), "type must not be blank");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "1234567"})
    void aJidHas8CharactersOrMore(String jid) {
        refused(() -> Job.of("greet").jid(jid), "8 characters or more", "'" + jid + "'");
        assertThat(Job.of("greet").jid("12345678").jid()).isEqualTo("12345678");
    }

    @ParameterizedTest
    @ValueSource(strings = {"line\nfeed", "carriage\rreturn", "tab\tulator", "deleted\u007f", "next\u0085line"})
    void aJidOfOnesOwnHasNoControlCharacters(String jid) {
        refused(() -> Job.of("greet").jid(jid), "no control characters", "U+00");
        // Whatever the server hands out must be run and reported.
        assertThat(Job.received(jid, "greet", Job.of("greet").arguments()).jid())
                .isEqualTo(jid);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "a b", "naïve", "a/b", "*", "a\n"})
    void aQueueHasAPlainName(String queue) {
        refused(() -> Job.of("greet").queue(queue), "letters, digits", "'" + queue + "'");
        assertThat(Job.of("greet").queue("A-z_0.9").queue()).hasValue("A-z_0.9");
    }

    @Test
    void retryIsNotNegative() {
        refused(() -> Job.of("greet").retry(-1), "is -1", "buryOnFailure()");
    }

    static Stream<Duration> badReservations() {
        return Stream.of(
                null,
                Duration.ZERO,
                Duration.ofSeconds(59),
                Duration.ofSeconds(60).plusMillis(1),
                Duration.ofDays(1).plusSeconds(1),
                Duration.ofHours(-1));
    }

    @ParameterizedTest
    @MethodSource("badReservations")
    void aReservationIsAMinuteToADayInWholeSeconds(Duration reserveFor) {
        refused(() -> Job.of("greet").reserveFor(reserveFor), "1 minute to 1 day", "is " + reserveFor);
    }

    @Test
    void theShortestAndTheLongestReservationAreTaken() {
        assertThat(Job.of("greet").reserveFor(Duration.ofMinutes(1)).reserveFor())
                .hasValue(Duration.ofSeconds(60));
        assertThat(Job.of("greet").reserveFor(Duration.ofDays(1)).reserveFor()).hasValue(Duration.ofHours(24));
    }

    private static void refused(ThrowingCallable call, String... words) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        InvalidJobException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_JOB))
                .hasMessageStartingWith("FAKTORY-301: ")
                .hasMessageContainingAll(words);
    }

    @Test
    void nullIsNamedWhereNothingElseIsWrong() {
        var job = Job.of("greet");
        assertThatNullPointerException().isThrownBy(() -> job.at(null)).withMessage("at");
        assertThatNullPointerException().isThrownBy(() -> job.custom(null, 1)).withMessage("key");
        assertThatNullPointerException().isThrownBy(() -> job.createdAt(null)).withMessage("createdAt");
        assertThatNullPointerException().isThrownBy(() -> job.enqueuedAt(null)).withMessage("enqueuedAt");
        assertThatNullPointerException().isThrownBy(() -> job.failure(null)).withMessage("failure");
        assertThatNullPointerException().isThrownBy(() -> job.arguments(null)).withMessage("arguments");
    }

    @Test
    void jobsAreEqualWhenAllTheirFieldsAre() {
        var job = Job.of("greet", 1, List.of("a")).queue("images");
        var same = Job.of("greet", 1, Arrays.asList("a")).jid(job.jid()).queue("images");

        assertThat(same).isEqualTo(job).hasSameHashCodeAs(job);
        assertThat(Job.of("greet", 2, List.of("a")).jid(job.jid()).queue("images"))
                .isNotEqualTo(job);
        assertThat(Job.of("greet", 1, List.of("a")).queue("images")).isNotEqualTo(job);
        assertThat(job).isNotEqualTo("greet").isNotEqualTo(null);
    }

    @Test
    void itsTextShowsNoArgumentAndNoCustomEntry() {
        var job = Job.of("login", "s3cret", List.of("s3cret")).custom("token", "s3cret");

        assertThat(job.toString())
                .contains(job.jid(), "login", "queue (default)", "2 arguments")
                .doesNotContain("s3cret", "token");
        assertThat(job.queue("images").toString()).contains("queue images");
    }
}
