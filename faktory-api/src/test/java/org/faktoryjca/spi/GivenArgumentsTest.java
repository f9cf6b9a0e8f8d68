package org.faktoryjca.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.faktoryjca.ArgumentMismatchException;
import org.faktoryjca.Job;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A job made by hand answers for its arguments, so that a bean can be tested with nothing but the API. */
class GivenArgumentsTest {
    private static final JobArguments FOUR = new GivenArguments(List.of(4));

    record Mail(String to) {}

    /** For its generic types. */
    @SuppressWarnings("unused")
    private static final class Types {
        List<Mail> mails;
        Optional<Long> number;
        Optional<Optional<String>> nested;
        Map<String, Mail> byName;

        static Type of(String field) {
            try {
                return Types.class.getDeclaredField(field).getGenericType();
            } catch (NoSuchFieldException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static Object bound(Object value, Type type) {
        var values = new java.util.ArrayList<>();
        values.add(value);
        return new GivenArguments(values).bind(0, type);
    }

    @Test
    void simpleValuesComeBackAsWhatTheyAre() {
        var job = Job.of("x", 7, "text", true, 1.5, 'c');
        assertThat(job.arg(0, int.class)).isEqualTo(7);
        assertThat(job.arg(0, Integer.class)).isEqualTo(7);
        assertThat(job.arg(1, String.class)).isEqualTo("text");
        assertThat(job.arg(1, CharSequence.class)).isEqualTo("text");
        assertThat(job.arg(2, boolean.class)).isTrue();
        assertThat(job.arg(3, double.class)).isEqualTo(1.5);
        assertThat(job.arg(4, char.class)).isEqualTo('c');
        assertThat(job.arg(0, Object.class)).isEqualTo(7);
        assertThat(job.arg(0, Number.class)).isEqualTo(7);
    }

    @Test
    void anObjectComesBackAsTheVeryObject() {
        var mail = new Mail("you");
        var mails = List.of(mail);
        var job = Job.of("x", mail, mails);

        assertThat(job.arg(0, Mail.class)).isSameAs(mail);
        assertThat(job.<List<Mail>>arg(1, Types.of("mails"))).isSameAs(mails);
        assertThat((Object) job.arg(1, List.class)).isSameAs(mails);
    }

    @Test
    void numbersBecomeOtherNumbersWhereNothingIsLost() {
        assertThat(bound(7, long.class)).isEqualTo(7L);
        assertThat(bound(7L, int.class)).isEqualTo(7);
        assertThat(bound(7L, short.class)).isEqualTo((short) 7);
        assertThat(bound(7L, Byte.class)).isEqualTo((byte) 7);
        assertThat(bound(7, BigInteger.class)).isEqualTo(BigInteger.valueOf(7));
        assertThat(bound(7.5, BigDecimal.class)).isEqualTo(new BigDecimal("7.5"));
        assertThat(bound(7.0, int.class)).isEqualTo(7);
        assertThat(bound(7, double.class)).isEqualTo(7.0);
        assertThat(bound(0.5, float.class)).isEqualTo(0.5f);
        assertThat(bound(0.1f, double.class)).isEqualTo(0.1);
    }

    @Test
    void aNumberThatDoesNotFitIsAMismatch() {
        mismatch(1L << 40, int.class, "int", "1099511627776");
        mismatch(300, byte.class, "byte", "300");
        mismatch(7.5, long.class, "long", "7.5");
        mismatch(1e300, float.class, "float", "1.0E300");
        mismatch(new BigDecimal("1e400"), double.class, "double", "1E+400");
        mismatch(Double.NaN, int.class, "int", "NaN");
        mismatch(Double.POSITIVE_INFINITY, BigDecimal.class, "BigDecimal", "Infinity");
        mismatch("7", int.class, "int", "\"7\"");
        mismatch(7, String.class, "String", "7");
        mismatch(1, boolean.class, "boolean", "1");
    }

    private static void mismatch(Object value, Type type, String... words) {
        assertThatThrownBy(() -> bound(value, type))
                .isInstanceOf(ArgumentMismatchException.class)
                .hasMessageStartingWith("FAKTORY-303: argument 0 should be ")
                .hasMessageContainingAll(words);
    }

    @Test
    void enumsAndTheirNamesBecomeEachOther() {
        assertThat(bound("MONDAY", DayOfWeek.class)).isEqualTo(DayOfWeek.MONDAY);
        assertThat(bound(DayOfWeek.MONDAY, DayOfWeek.class)).isEqualTo(DayOfWeek.MONDAY);
        assertThat(bound(DayOfWeek.MONDAY, String.class)).isEqualTo("MONDAY");
        mismatch("monday", DayOfWeek.class, "java.time.DayOfWeek", "\"monday\"");
    }

    @Test
    void textsBecomeTimesAndIds() {
        var id = UUID.randomUUID();
        assertThat(bound("2026-03-01T12:00:00Z", Instant.class)).isEqualTo(Instant.parse("2026-03-01T12:00:00Z"));
        assertThat(bound("PT5M", Duration.class)).isEqualTo(Duration.ofMinutes(5));
        assertThat(bound(id.toString(), UUID.class)).isEqualTo(id);
        mismatch("yesterday", Instant.class, "java.time.Instant", "\"yesterday\"");
        mismatch("5 minutes", Duration.class, "java.time.Duration", "\"5 minutes\"");
    }

    @Test
    void whatWouldTakeJsonDoesNotBind() {
        mismatch(Map.of("to", "you"), Mail.class, "Mail", "{to=you}");
    }

    @Test
    void nullIsNoPrimitiveAndNoArgumentUnlessAskedForAsOptional() {
        assertThatThrownBy(() -> bound(null, int.class))
                .isInstanceOf(ArgumentMismatchException.class)
                .hasMessageContaining("argument 0 should be int and is null");
        assertThat(bound(null, Integer.class)).isNull();

        var job = Job.of("x", (Object) null);
        assertThatThrownBy(() -> job.arg(0, String.class))
                .isInstanceOf(ArgumentMismatchException.class)
                .hasMessageContainingAll("argument 0", "java.lang.String", "null", "optionalArg");
        assertThat(job.optionalArg(0, String.class)).isEmpty();
    }

    @Test
    void anOptionalArgumentMayBeMissing() {
        var job = Job.of("x", 7);
        assertThat(job.optionalArg(0, Long.class)).hasValue(7L);
        assertThat(job.optionalArg(1, Long.class)).isEmpty();
        assertThat(job.optionalArg(-1, Long.class)).isEmpty();
        assertThatThrownBy(() -> job.optionalArg(0, Mail.class)).isInstanceOf(ArgumentMismatchException.class);
    }

    @Test
    void anOptionalIsBoundByWhatIsInIt() {
        assertThat(bound(7, Types.of("number"))).isEqualTo(Optional.of(7L));
        assertThat(bound(null, Types.of("number"))).isEqualTo(Optional.empty());
        assertThat(bound("a", Types.of("nested"))).isEqualTo(Optional.of(Optional.of("a")));
        assertThat(bound("a", Optional.class)).isEqualTo(Optional.of("a"));
        assertThatThrownBy(() -> bound("a", Types.of("number")))
                .isInstanceOf(ArgumentMismatchException.class)
                .hasMessageContainingAll("java.lang.Long", "\"a\"");
        var given = Optional.of("a");
        assertThat(bound(given, Optional.class)).isSameAs(given);
    }

    @Test
    void genericTypesAreKnownByTheirClass() {
        var map = Map.of("a", new Mail("you"));
        assertThat(bound(map, Types.of("byName"))).isSameAs(map);
        mismatch(List.of(), Types.of("byName"), "java.util.Map<java.lang.String", "[]");
        mismatch("a", List.class.getTypeParameters()[0], "E");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1, Integer.MAX_VALUE})
    void anArgumentThatIsNotThereIsAMismatchThatNamesTheJob(int index) {
        var job = Job.of("greet", 4);
        assertThatThrownBy(() -> job.arg(index, String.class))
                .isInstanceOf(ArgumentMismatchException.class)
                .hasMessageContainingAll("no argument " + index, "java.lang.String", job.jid(), "greet", "has 1");
    }

    @Test
    void argumentsAreEqualByTheirValues() {
        assertThat(FOUR)
                .isEqualTo(new GivenArguments(List.of(4)))
                .hasSameHashCodeAs(new GivenArguments(List.of(4)))
                .isNotEqualTo(new GivenArguments(List.of(4L)))
                .isNotEqualTo(List.of(4));
        assertThat(FOUR.size()).isEqualTo(1);
    }
}
