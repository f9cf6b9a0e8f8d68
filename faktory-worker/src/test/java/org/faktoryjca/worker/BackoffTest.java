package org.faktoryjca.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static Backoff drawing(double fraction) {
        RandomGenerator random = new RandomGenerator() {
            @Override
            public long nextLong() {
                throw new UnsupportedOperationException();
            }

            @Override
            public double nextDouble() {
                return fraction;
            }
        };
        return new Backoff(Duration.ofMillis(200), Duration.ofSeconds(15), random);
    }

    @Test
    void eachPauseIsTwiceAsLongUpToTheCap() {
        var backoff = drawing(0);
        assertThat(new long[] {ms(backoff), ms(backoff), ms(backoff), ms(backoff)})
                .containsExactly(100, 200, 400, 800);
        for (int i = 0; i < 100; i++) {
            backoff.next();
        }
        assertThat(ms(backoff)).isEqualTo(7500);
    }

    @Test
    void itIsSpreadOverTheUpperHalf() {
        var backoff = drawing(0.999);
        assertThat(ms(backoff)).isBetween(198L, 200L);
        assertThat(ms(backoff)).isBetween(398L, 400L);
    }

    @Test
    void afterAResetItBeginsAnew() {
        var backoff = drawing(0);
        backoff.next();
        backoff.next();
        backoff.reset();
        assertThat(ms(backoff)).isEqualTo(100);
    }

    private static long ms(Backoff backoff) {
        return backoff.next().toMillis();
    }
}
