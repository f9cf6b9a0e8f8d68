package org.faktoryjca.client.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.faktoryjca.InvalidJobException;
import org.faktoryjca.Job;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.faktoryjca.testing.server.Fault;
import org.faktoryjca.testing.server.FaultProxy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of job that no server should get: it is refused, says why, and is not sent. */
class BadJobsTest {
    private static EmbeddedFaktory server;
    private static FaultProxy proxy;
    private static FaktoryConnections faktory;

    /** A bean that fails while it is read. */
    public static final class Broken {
        public String getText() {
            throw new IllegalStateException("not ready");
        }
    }

    record Deep(long id, List<Double> numbers) {}

    @BeforeAll
    static void start() {
        server = EmbeddedFaktory.start();
        proxy = FaultProxy.before(server);
        faktory = FaktoryConnections.at(proxy.url()).build();
        // A job that is sent all the same ends in another exception.
        proxy.set(Fault.cut().at("PUSHB"));
    }

    @AfterAll
    static void stop() {
        proxy.clear();
        faktory.push(Job.of("good"));
        assertThat(server.queued("default")).as("and no other").hasSize(1);
        assertThat(proxy.accepted()).as("connections, none of them spoilt").isEqualTo(1);
        faktory.close();
        proxy.close();
        server.close();
    }

    private static Object endless() {
        var list = new ArrayList<Object>();
        list.add(list);
        return list;
    }

    private static Arguments bad(String what, Supplier<Job> job, String... words) {
        return Arguments.of(what, job, List.of(words));
    }

    static Stream<Arguments> badJobs() {
        return Stream.of(
                bad("a type of null", () -> Job.of(null), "type must not be blank"),
                bad("a blank type", () -> Job.of(" "), "type must not be blank"),
                bad("a short jid", () -> Job.of("t").jid("1234567"), "8 characters", "1234567"),
                bad("a jid of null", () -> Job.of("t").jid(null), "8 characters"),
                bad("a queue with a blank", () -> Job.of("t").queue("a b"), "queue's name", "a b"),
                bad("an empty queue", () -> Job.of("t").queue(""), "queue's name"),
                bad("a queue of null", () -> Job.of("t").queue(null), "queue's name"),
                bad("a star for a queue", () -> Job.of("t").queue("*"), "queue's name"),
                bad("a negative retry", () -> Job.of("t").retry(-1), "buryOnFailure"),
                bad("too short a reservation", () -> Job.of("t").reserveFor(Duration.ofSeconds(59)), "1 minute"),
                bad("too long a reservation", () -> Job.of("t").reserveFor(Duration.ofHours(25)), "1 day"),
                bad("half a second of reservation", () -> Job.of("t").reserveFor(Duration.ofMillis(90_500)), "whole"),
                bad("a reservation of null", () -> Job.of("t").reserveFor(null), "reserveFor"),
                bad("a time after 9999", () -> Job.of("t").at(Instant.parse("+10000-01-01T00:00:00Z")), "9999"),
                bad("a time before 1970", () -> Job.of("t").createdAt(Instant.MIN), "createdAt", "1970"),
                bad("a delay beyond all times", () -> Job.of("t").in(Duration.ofSeconds(Long.MAX_VALUE)), "no time"),
                bad("no job", () -> null, "null stands where a job"),
                bad("a class without getters", () -> Job.of("t", new Object()), "args[0]", "getters"),
                bad("too large an integer", () -> Job.of("t", 1, (1L << 53) + 1), "args[1]", "2^53"),
                bad("too small an integer", () -> Job.of("t", Long.MIN_VALUE), "args[0]", "2^53"),
                bad("a huge integer", () -> Job.of("t", BigInteger.TEN.pow(30)), "args[0]", "2^53"),
                bad("too many digits", () -> Job.of("t", new BigDecimal("0.12345678901234567890")), "digits"),
                bad("no number", () -> Job.of("t", Double.NaN), "args[0]", "NaN"),
                bad(
                        "infinity in a record",
                        () -> Job.of("t", new Deep(1, List.of(1.0, 1 / 0.0))),
                        "args[0].numbers[1]"),
                bad("half a surrogate pair", () -> Job.of("t", "a\ud83d"), "surrogate"),
                bad("such a name in a map", () -> Job.of("t", Map.of("\udc00", 1)), "surrogate"),
                bad("a list in itself", () -> Job.of("t", endless()), "args[0]", "no JSON form"),
                bad("a bean that fails", () -> Job.of("t", new Broken()), "args[0]", "no JSON form"),
                bad("a bad custom value", () -> Job.of("t").custom("id", Long.MAX_VALUE), "custom.id", "2^53"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badJobs")
    void isRefusedBeforeAnythingIsSent(String what, Supplier<Job> job, List<String> words) {
        assertThatThrownBy(() -> faktory.push(job.get()))
                .isInstanceOf(InvalidJobException.class)
                .hasMessageMatching("(?s)FAKTORY-30[15]: .*")
                .satisfies(
                        e -> assertThat(words).allSatisfy(word -> assertThat(e).hasMessageContaining(word)));
    }

    @Test
    void ofManyJobsEachBadOneIsNamedAtOnce() {
        var jobs = IntStream.range(0, 10)
                .mapToObj(i -> Job.of("count", i % 4 == 3 ? Double.NaN : i).jid("jid-of-job-" + i))
                .toList();
        var told = catchThrowableOfType(InvalidJobException.class, () -> faktory.pushAll(jobs));
        assertThat(told)
                .hasMessageContaining("2 of 10 jobs cannot be sent")
                .hasMessageContaining("jid-of-job-3")
                .hasMessageContaining("jid-of-job-7");
    }

    @Test
    void ofVeryManyBadJobsTheMessageStaysReadable() {
        var jobs = IntStream.range(0, 5000)
                .mapToObj(i -> Job.of("count", Double.NaN))
                .toList();
        var told = catchThrowableOfType(InvalidJobException.class, () -> faktory.pushAll(jobs));
        assertThat(told.getMessage()).contains("5000 of 5000", "and more").hasSizeLessThan(10_000);
    }
}
