package org.faktoryjca.testing.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailReportTest {

    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    /** Zero, or the most that a bound allows. */
    private static RandomGenerator always(boolean most) {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                return 0;
            }

            @Override
            public long nextLong(long bound) {
                return most ? bound - 1 : 0;
            }
        };
    }

    @ParameterizedTest
    @CsvSource({"1,15,44", "2,16,74", "3,31,118", "4,96,212", "25,331791,332516"})
    void theWaitGrowsWithEachFailure(int failures, long shortest, long longest) throws CommandException {
        assertThat(waitAfter(failures, always(false))).hasSeconds(shortest);
        assertThat(waitAfter(failures, always(true))).hasSeconds(longest);
    }

    private static Duration waitAfter(int failures, RandomGenerator random) throws CommandException {
        var job = JobJson.one("{\"jid\":\"some-job\",\"jobtype\":\"test\",\"args\":[]}", NOW);
        for (var i = 0; i < failures; i++) {
            job = new FailReport("E", "m", List.of()).applyTo(job, NOW, random);
        }
        return Duration.between(NOW, Instant.parse(job.failure().orElseThrow().nextAt()));
    }
}
