package org.faktoryjca.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a lane's jobs count as short. */
class PaceTest {
    private static final Duration A_MOMENT = Duration.ofNanos(10_000);

    private final MovedTime time = new MovedTime();
    private final Pace pace = new Pace(time);

    @BeforeEach
    void shortJobs() {
        assertThat(pace.isShort()).as("nothing is known yet").isFalse();
        jobs(100, A_MOMENT, Duration.ofMillis(1));
        assertThat(pace.isShort()).isTrue();
    }

    private void jobs(int jobs, Duration each, Duration between) {
        IntStream.range(0, jobs).forEach(job -> {
            pace.begins();
            time.move(each);
            pace.ends();
            time.move(between);
        });
    }

    @Test
    void jobsOfATenthOfAMillisecondAreLongAfterAWhile() {
        jobs(1, Duration.ofNanos(100_000), A_MOMENT);
        assertThat(pace.isLong()).as("one says little").isFalse();
        jobs(100, Duration.ofNanos(100_000), A_MOMENT);
        assertThat(pace.isLong()).isTrue();
    }

    @Test
    void oneLongJobAmongThemIsEnough() {
        jobs(1, Duration.ofMillis(5), A_MOMENT);
        assertThat(pace.isLong()).isTrue();
        jobs(20, A_MOMENT, A_MOMENT);
        assertThat(pace.isShort()).as("the next one may come soon").isFalse();
        jobs(80, A_MOMENT, A_MOMENT);
        assertThat(pace.isShort()).isTrue();
    }

    @Test
    void jobsThatHaveToBeWaitedForAreNotShort() {
        jobs(2, A_MOMENT, Duration.ofMillis(20));
        assertThat(pace.isShort()).isFalse();
    }

    @Test
    void afterARestItIsLearntAnew() {
        pace.rests();
        assertThat(pace.isShort()).isFalse();
    }
}
