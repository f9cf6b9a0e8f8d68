package org.faktoryjca.client.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.InvalidJobException;
import org.faktoryjca.Job;
import org.junit.jupiter.api.Test;

class JobWriterTest {
    private static final JobWriter WRITER = new JobWriter(JobDefaults.STANDARD);

    record Crop(long id, Instant taken, Optional<String> note) {}

    private static String json(Job job) {
        return new String(WRITER.write(job).json(), StandardCharsets.UTF_8);
    }

    private static void refused(Object arg, String... words) {
        assertThatThrownBy(() -> WRITER.write(Job.of("t", arg)))
                .isInstanceOfSatisfying(
                        InvalidJobException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNENCODABLE_VALUE))
                .satisfies(e -> assertThat(List.of(words))
                        .allSatisfy(word -> assertThat(e).hasMessageContaining(word)));
    }

    @Test
    void retryAndReservationAreAlwaysThere() {
        assertThat(json(Job.of("t").jid("12345678")))
                .isEqualTo(
                        "{\"jid\":\"12345678\",\"jobtype\":\"t\",\"queue\":\"default\",\"retry\":25,\"reserve_for\":1800,\"args\":[]}");
        assertThat(json(Job.of("t").discardOnFailure())).contains("\"retry\":0");
        assertThat(json(Job.of("t").buryOnFailure())).contains("\"retry\":-1");
    }

    @Test
    void whatAJobDoesNotSayComesFromTheDefaults() {
        var writer = new JobWriter(new JobDefaults("low", 3, Duration.ofHours(1)));
        assertThat(new String(writer.write(Job.of("t")).json(), StandardCharsets.UTF_8))
                .contains("\"queue\":\"low\"", "\"retry\":3", "\"reserve_for\":3600");
        assertThat(new String(writer.write(Job.of("t").queue("high").retry(1)).json(), StandardCharsets.UTF_8))
                .contains("\"queue\":\"high\"", "\"retry\":1");
    }

    @Test
    void recordsTimesAndOptionalsHaveAJsonForm() {
        var crop = new Crop(7, Instant.parse("2026-01-02T03:04:05Z"), Optional.empty());
        assertThat(json(Job.of("t", crop, Duration.ofMinutes(2), Optional.of(1), null)))
                .contains("\"args\":[{\"id\":7,\"taken\":\"2026-01-02T03:04:05Z\",\"note\":null},\"PT2M\",1,null]");
    }

    @Test
    void aTimeHasSecondsAndAZone() {
        assertThat(json(Job.of("t").at(Instant.parse("2030-01-01T00:00:00Z"))))
                .contains("\"at\":\"2030-01-01T00:00:00Z\"");
        assertThatThrownBy(() -> WRITER.write(Job.of("t").at(Instant.MAX)))
                .isInstanceOf(InvalidJobException.class)
                .hasMessageContaining("9999");
    }

    @Test
    void numbersThatTheServerWouldChangeAreRefusedWithTheirPlace() {
        var largest = 1L << 53;
        assertThat(json(Job.of("t", largest, -largest))).contains("[9007199254740992,-9007199254740992]");
        refused(largest + 1, "args[0]", "9007199254740993", "2^53", "as strings");
        refused(
                Map.of("deep", List.of(1, new Crop(largest + 1, Instant.EPOCH, Optional.empty()))),
                "args[0].deep[1].id");
        refused(BigInteger.TWO.pow(80), "2^53");
        refused(new BigDecimal("0.1234567890123456789012345"), "more digits");
        assertThat(json(Job.of("t", new BigDecimal("0.1"), 0.1f, 1.5))).contains("[0.1,0.1,1.5]");
        assertThatThrownBy(() -> WRITER.write(Job.of("t").custom("id", largest + 1)))
                .isInstanceOf(InvalidJobException.class)
                .hasMessageContaining("custom.id");
    }

    @Test
    void whatHasNoJsonFormIsRefused() {
        refused(Double.NaN, "args[0]");
        refused(Float.POSITIVE_INFINITY, "args[0]");
        var itself = new ArrayList<Object>();
        itself.add(itself);
        refused(itself, "args[0]");
        refused("half a pair \ud83d");
    }

    @Test
    void arraysOfPlainValuesAreLookedThroughToo() {
        refused(new double[] {1, Double.NaN}, "args[0][1] is NaN");
        refused(new float[] {Float.NaN}, "args[0][0] is NaN");
        refused(new long[] {1, 2, (1L << 53) + 1}, "args[0][2]", "2^53");
        refused(new String[] {"half a pair \ud83d"}, "args[0][0] holds half");
        assertThat(json(Job.of("t", new double[] {0.5}, new long[] {7}, new String[] {"a", null})))
                .contains("\"args\":[[0.5],[7],[\"a\",null]]");
    }

    @Test
    void allThatIsWrongWithAJobIsToldAtOnce() {
        var tooLarge = (1L << 53) + 1;
        var job = Job.of("t", tooLarge, "fine", List.of(Double.NaN, Map.of("id", BigInteger.TWO.pow(80))))
                .custom("half\ud83d", "a pair\ude00")
                .custom("price", new BigDecimal("0.1234567890123456789012345"));
        assertThatThrownBy(() -> WRITER.write(job))
                .isInstanceOf(InvalidJobException.class)
                .hasMessageContainingAll("args[0] is 9007", "; args[2][0] is NaN", "; args[2][1].id is 1208")
                .hasMessageContainingAll("half a surrogate pair", "; custom.price is 0.1234");
    }

    /** A bean that fails while it is read, in the middle. */
    public static final class Broken {
        public List<Object> getA() {
            return List.of(Double.NaN);
        }

        public String getB() {
            throw new IllegalStateException("not ready");
        }
    }

    @Test
    void behindWhatHasNoJsonFormAllIsLookedAtToo() {
        var itself = new ArrayList<Object>();
        itself.add(itself);
        var job = Job.of("t", Double.NaN, itself, new Broken(), List.of(1, new Broken()), Double.NaN)
                .at(Instant.MAX)
                .createdAt(Instant.MIN)
                .custom("broken", new Broken())
                .custom("last", Long.MAX_VALUE);
        assertThatThrownBy(() -> WRITER.write(job))
                .isInstanceOfSatisfying(
                        InvalidJobException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_JOB))
                .hasMessageStartingWith("FAKTORY-301: " + job + ": at must be from 1970 to 9999")
                .hasMessageContainingAll("; createdAt must be", "; args[0] is NaN", "; args[2].a[0] is NaN")
                .hasMessageContainingAll(
                        "; args[1] of java.util.ArrayList has no JSON form (",
                        "; args[2] of " + Broken.class.getName() + " has no JSON form (not ready",
                        "; args[3][1].a[0] is NaN",
                        "; args[3] of java.util.ImmutableCollections$List12 has no JSON form (not ready",
                        "; args[4] is NaN",
                        "; custom.broken.a[0] is NaN",
                        "; custom.broken of ",
                        "; custom.last is 9223372036854775807");
    }

    /** As an application writes it before it has read our documents. */
    static final class Mail {
        private final String to;

        Mail(String to) {
            this.to = to;
        }

        String recipient() {
            return to;
        }
    }

    record Nothing() {}

    @Test
    void anObjectThatWouldBeSentWithoutItsContentIsRefused() {
        assertThat(new Mail("bob").recipient()).isEqualTo("bob");
        refused(
                new Mail("bob"),
                "args[0] would be sent as {}",
                "JobWriterTest$Mail has no property",
                "getters",
                "record");
        refused(List.of(1, Map.of("mail", new Mail("bob"))), "args[0][1].mail would be sent as {}");
        refused(new Object(), "java.lang.Object has no property");
        assertThat(json(Job.of("t", new Nothing(), Map.of(), List.of()))).contains("\"args\":[{},{},[]]");
    }

    @JsonSerialize(using = ToStringSerializer.class)
    static final class Amount {
        @Override
        public String toString() {
            return "12.50 EUR";
        }
    }

    @JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
    static final class Parcel {
        private final String to = "bob";
    }

    static final class Letter {
        @JsonProperty
        private final String to = "bob";
    }

    @JsonSerialize
    static final class Marker {}

    @Test
    void whatAnnotationsGiveAFormIsSentInItAlsoWithoutGetters() {
        assertThat(json(Job.of("t", new Amount(), new Parcel(), new Letter(), new Marker())))
                .contains("\"args\":[\"12.50 EUR\",{\"to\":\"bob\"},{\"to\":\"bob\"},{}]");
        assertThat(json(Job.of("t", List.of(Map.of("a", new Amount()))))).contains("[{\"a\":\"12.50 EUR\"}]");
    }

    @Test
    void whereAJobIsMissingThatIsSaid() {
        assertThatThrownBy(() -> WRITER.write(null))
                .isInstanceOf(InvalidJobException.class)
                .hasMessageContaining("null stands where a job");
        assertThatThrownBy(() -> WRITER.writeAll(Arrays.asList(Job.of("t"), null, Job.of("t", Double.NaN))))
                .isInstanceOf(InvalidJobException.class)
                .hasMessageContainingAll(
                        "2 of 3 jobs",
                        "- null stands where a job",
                        " t, queue (default), 1 arguments]: args[0] is NaN");
    }

    @Test
    void ofVeryManyBadValuesTheMessageStaysReadable() {
        assertThatThrownBy(() -> WRITER.write(Job.of("t", (Object) new double[] {1, Double.NaN, 2})))
                .hasMessageContaining("args[0][1] is NaN");
        var bad = new double[1000];
        Arrays.fill(bad, Double.NaN);
        assertThatThrownBy(() -> WRITER.write(Job.of("t", (Object) bad)))
                .hasMessageContainingAll("args[0][19]", "and 980 values more")
                .hasMessageNotContaining("args[0][20]");
    }

    @Test
    void whatWasWrongWithOneJobIsForgottenAtTheNext() {
        assertThatThrownBy(() -> WRITER.write(Job.of("t", Double.NaN))).isInstanceOf(InvalidJobException.class);
        assertThat(json(Job.of("t", 1.5))).contains("\"args\":[1.5]");
    }

    @Test
    void argumentsAreFixedWhenTheyAreEncoded() {
        var map = new HashMap<>(Map.of("k", 1));
        var encoded = WRITER.write(Job.of("t", map));
        map.put("k", 2);
        assertThat(new String(encoded.json(), StandardCharsets.UTF_8)).contains("{\"k\":1}");
    }

    @Test
    void anEncodedJobShowsWhoItIsAndNotWhatIsInIt() {
        assertThat(WRITER.write(Job.of("t", "confidential").jid("12345678")))
                .hasToString("job 12345678 (t, queue default)");
    }
}
