package org.faktoryjca.ra.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.faktoryjca.Job;
import org.faktoryjca.client.json.EncodedJob;
import org.faktoryjca.client.json.JobDefaults;
import org.faktoryjca.client.json.JobWriter;
import org.junit.jupiter.api.Test;

/** How long a job is sent again that the server does not take. */
class DoubtsTest {
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
    private final Doubts doubts = new Doubts(clock::get);
    private final EncodedJob job = new JobWriter(JobDefaults.STANDARD).write(Job.of("t"));

    private void passLongest() {
        clock.addAndGet(Doubts.LONGEST.toNanos() + 1);
    }

    @Test
    void aRefusalIsOneAtOnce() {
        assertThat(doubts.isRefused(job, "jobs must have an args parameter")).isTrue();
    }

    @Test
    void troubleIsWaitedOutHoweverLongItLasts() {
        for (int i = 0; i < 100; i++) {
            assertThat(doubts.isRefused(job, "context deadline exceeded")).isFalse();
            passLongest();
        }
    }

    @Test
    void wordsThatNobodyKnowsAreARefusalInTheEnd() {
        var other = new JobWriter(JobDefaults.STANDARD).write(Job.of("t"));
        assertThat(doubts.isRefused(job, "no room")).isFalse();
        clock.addAndGet(Doubts.LONGEST.toNanos());
        assertThat(doubts.isRefused(job, "no room")).isFalse();
        clock.incrementAndGet();
        assertThat(doubts.isRefused(other, "no room")).isFalse();
        assertThat(doubts.isRefused(job, "no room")).isTrue();
        doubts.forget(List.of(job));
        assertThat(doubts.isRefused(job, "no room")).isFalse();
    }
}
