package org.faktoryjca.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.faktoryjca.Failure;
import org.faktoryjca.Job;
import org.faktoryjca.JobContext;
import org.faktoryjca.OnJob;
import org.junit.jupiter.api.Test;

/** What a method is told beside the job's arguments. */
class CurrentJobTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    static class WithContext extends Recording {
        JobContext context;

        @OnJob("x")
        public void run(JobContext given) {
            context = given;
        }
    }

    @Test
    void theTrailingParameterIsTheContextThatTheWorkerSet() throws Exception {
        var bean = new WithContext();
        var job = Job.of("x").reserveFor(Duration.ofMinutes(2));
        var context = CurrentJob.of(job, Clock.fixed(NOON, ZoneOffset.UTC));

        CurrentJob.runIn(context, () -> bean.onJob(job));

        assertThat(bean.context).isSameAs(context);
        assertThat(context.leaseEnds()).isEqualTo(NOON.plusSeconds(120));
    }

    @Test
    void withoutAWorkerTheContextIsMadeFromTheJob() throws Exception {
        var bean = new WithContext();
        var job = Job.of("x");
        bean.onJob(job);
        assertThat(bean.context.job()).isSameAs(job);
        assertThat(bean.context.attempt()).isEqualTo(1);
        assertThat(bean.context.retriesLeft()).isEqualTo(25);
        assertThat(bean.context.leaseEnds()).isAfter(Instant.now().plusSeconds(29 * 60));
    }

    @Test
    void theCurrentContextEndsWithTheCallAndGivesTheOuterOneBack() throws Exception {
        var outer = CurrentJob.of(Job.of("outer"), Clock.systemUTC());
        var inner = CurrentJob.of(Job.of("inner"), Clock.systemUTC());

        assertThat(JobContext.current()).isEmpty();
        CurrentJob.runIn(outer, () -> {
            assertThat(JobContext.current()).hasValue(outer);
            assertThatThrownBy(() -> CurrentJob.runIn(inner, () -> {
                        assertThat(JobContext.current()).hasValue(inner);
                        throw new IOException("oops");
                    }))
                    .isInstanceOf(IOException.class);
            assertThat(JobContext.current()).hasValue(outer);
        });
        assertThat(JobContext.current()).isEmpty();
    }

    @Test
    void theContextCountsExecutions() {
        var job = Job.of("x").retry(3);
        assertThat(CurrentJob.of(job, Clock.systemUTC()).attempt()).isEqualTo(1);
        assertThat(CurrentJob.of(job, Clock.systemUTC()).retriesLeft()).isEqualTo(3);

        var again = job.failure(new Failure(0, 3, NOON, Optional.empty(), "Oops", "", List.of()));
        assertThat(CurrentJob.of(again, Clock.systemUTC()).attempt()).isEqualTo(2);
        assertThat(CurrentJob.of(again, Clock.systemUTC()).retriesLeft()).isEqualTo(2);

        var last = job.failure(new Failure(2, 1, NOON, Optional.empty(), "Oops", "", List.of()));
        assertThat(CurrentJob.of(last, Clock.systemUTC()).attempt()).isEqualTo(4);
        assertThat(CurrentJob.of(last, Clock.systemUTC()).retriesLeft()).isZero();

        assertThat(CurrentJob.of(job.buryOnFailure(), Clock.systemUTC()).retriesLeft())
                .isZero();
    }
}
