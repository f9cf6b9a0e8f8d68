package org.faktoryjca.testing;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.Failure;
import org.faktoryjca.InvalidBeanException;
import org.faktoryjca.InvalidJobException;
import org.faktoryjca.Job;
import org.faktoryjca.JobContext;
import org.faktoryjca.JobMethods;
import org.faktoryjca.OnJob;
import org.faktoryjca.client.pool.FaktoryConnections;
import org.faktoryjca.client.settings.Setting;
import org.faktoryjca.testing.ImageJobs.Crop;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.faktoryjca.worker.FailureReport;
import org.faktoryjca.worker.FaktoryWorker;
import org.faktoryjca.worker.Outcome;
import org.junit.jupiter.api.Test;

class JobRunnerTest {
    private final ImageJobs bean = new ImageJobs();
    private final JobRunner runner = JobRunner.of(bean);

    private FailureReport failure(Job job) {
        return ((Outcome.Failed) runner.run(job)).failure();
    }

    @Test
    void aMethodThatReturnsIsAcknowledged() {
        assertThat(runner.run(Job.of("thumbnail", 7L, 200))).isEqualTo(Outcome.succeeded());
        assertThat(bean.calls).containsExactly(List.of(7L, 200));
    }

    @Test
    void whereTheJobIsMissingThatIsSaid() {
        assertThatThrownBy(() -> runner.run(null))
                .isInstanceOf(InvalidJobException.class)
                .hasMessageContaining("null stands where a job");
    }

    @Test
    void argumentsGoThroughJson() {
        var until = Instant.parse("2030-01-01T00:00:00Z");
        var request = Map.of("image", "a.jpg", "width", 10, "height", 20, "until", until, "unknown", true);

        assertThat(runner.run(Job.of("crop", request))).isEqualTo(Outcome.succeeded());
        assertThat(bean.calls.get(0)).isEqualTo(new Crop("a.jpg", 10, 20, Optional.of(until)));

        assertThat(runner.run(Job.of("thumbnail", 7.0, 200.0))).isEqualTo(Outcome.succeeded());
        assertThat(bean.calls.get(2)).isEqualTo(List.of(7L, 200));
    }

    @Test
    void theBeanMayAskForItsContext() {
        var failed = new Failure(3, 21, Instant.EPOCH, Optional.empty(), "x.Y", "it went wrong", List.of());
        var job = Job.of("crop", new Crop("a.jpg", 1, 2, Optional.empty()));

        runner.run(job.failure(failed));

        var context = (JobContext) bean.calls.get(1);
        assertThat(context.attempt()).isEqualTo(5);
        assertThat(context.retriesLeft()).isEqualTo(20);
        assertThat(context.job().jid()).isEqualTo(job.jid());
        assertThat(context.job().failure()).contains(failed);
        assertThat(context.job().queue()).contains("default");
        assertThat(context.leaseEnds()).isAfter(Instant.now());
    }

    @Test
    void whatAMethodThrowsIsTheFailure() {
        var failure = failure(Job.of("crop", new Crop("", 1, 2, Optional.empty())));

        assertThat(failure.errorType()).isEqualTo("java.io.IOException");
        assertThat(failure.message()).isEqualTo("no such image");
        assertThat(failure.backtrace().get(0)).contains("ImageJobs.crop");
    }

    @Test
    void argumentsThatDoNotFitAreTheFailureAndNamed() {
        assertThat(failure(Job.of("thumbnail", "seven", 200)).errorType()).isEqualTo(FailureReport.INVALID_ARGUMENTS);
        assertThat(failure(Job.of("thumbnail", "seven", 200)).message()).contains("argument 0", "long", "seven");
        assertThat(failure(Job.of("thumbnail", 7)).message()).contains("has 1 arguments", "takes 2");
        assertThat(bean.calls).isEmpty();
    }

    @Test
    void aTypeThatNobodyHandlesIsTheFailure() {
        assertThat(failure(Job.of("sharpen").queue("images")))
                .isEqualTo(FailureReport.named(
                        FailureReport.UNKNOWN_JOB_TYPE,
                        "FAKTORY-601: no handler of queue images takes jobs of type sharpen"));
    }

    @Test
    void aJobThatCouldNotBePushedIsRefusedAsAPushRefusesIt() {
        assertThatThrownBy(() -> runner.run(Job.of("thumbnail", 1L << 54, 200)))
                .isInstanceOfSatisfying(
                        InvalidJobException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNENCODABLE_VALUE));
    }

    @Test
    void aNamedTypeGoesBeforeTheListenerForAllOthers() {
        var heard = new ArrayList<String>();
        var all = JobRunner.of(bean, job -> heard.add("other " + job.type()))
                .on("mail", job -> heard.add("mail to " + job.arg(0, String.class)));

        all.run(Job.of("mail", "a@example.org"));
        all.run(Job.of("sms"));
        all.run(Job.of("thumbnail", 7, 200));

        assertThat(heard).containsExactly("mail to a@example.org", "other sms");
        assertThat(bean.calls).hasSize(1);
    }

    /** A bean with mistakes. */
    public static class Mistaken implements JobMethods {
        @OnJob("a")
        public void one() {}

        @OnJob("a")
        public void two() {}
    }

    @Test
    void whatADeploymentWouldRefuseIsRefused() {
        assertThatThrownBy(() -> JobRunner.of(new Mistaken()))
                .isInstanceOf(InvalidBeanException.class)
                .hasMessageContaining("job type a");
        assertThatThrownBy(() -> JobRunner.of(bean, new ImageJobs()))
                .isInstanceOf(InvalidBeanException.class)
                .hasMessageContaining("both take");
    }

    @Test
    void itSaysWhatAWorkerTellsTheServer() {
        var jobs = List.of(
                Job.of("thumbnail", 7, 0),
                Job.of("thumbnail", "seven", 200),
                Job.of("thumbnail"),
                Job.of("crop", new Crop("", 1, 2, Optional.empty())),
                Job.of("crop", List.of()),
                Job.of("broken", 1, 2),
                Job.of("sharpen", 1));
        try (var server = EmbeddedFaktory.start();
                var faktory = FaktoryConnections.at(server.url()).build()) {
            try (var worker = FaktoryWorker.at(server.url())
                    .set(Setting.STARTUP_GRACE, "1ms")
                    .on("thumbnail", bean)
                    .on("crop", bean)
                    .on("broken", bean)
                    .start()) {
                // Not before all three are known: a job that nobody knows fails after the grace.
                faktory.pushAll(jobs);
                await().until(() -> server.failures() == jobs.size());
                worker.quiet();
            }
            var told = server.state().retrying().stream()
                    .map(timed -> timed.job())
                    .collect(toMap(
                            job -> job.jid().orElseThrow(), job -> job.failure().orElseThrow()));
            for (var job : jobs) {
                assertThat(told.get(job.jid()).errtype()).contains(failure(job).errorType());
                assertThat(told.get(job.jid()).message()).contains(failure(job).message());
            }
        }
    }
}
