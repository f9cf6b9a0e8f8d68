package org.faktoryjca.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.faktoryjca.InvalidBeanException;
import org.faktoryjca.InvalidSettingsException;
import org.faktoryjca.JobContext;
import org.faktoryjca.client.settings.Setting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A worker in plain Java runs jobs, whatever its listeners do. The work server is the real one where there is one. */
@Timeout(120)
class FaktoryWorkerTest extends FaktoryWorkerFixture {
    @Test
    void aJobIsRunWithItsArgumentsAndAcknowledged() {
        push("greet", "you", 2);
        started(worker().on("greet", job -> seen.addAll(List.of(job.arg(0, String.class), job.arg(1, long.class)))));
        awaitProcessed(1);
        assertThat(seen).containsExactly("you", 2L);
        assertThat(info().failures()).isZero();
    }

    @Test
    void theListenersThreadKnowsItsJob() {
        push("greet");
        started(worker().on("greet", job -> {
            var context = JobContext.current().orElseThrow();
            seen.addAll(List.of(context.job() == job, context.attempt(), context.retriesLeft()));
        }));
        awaitProcessed(1);
        assertThat(seen).containsExactly(true, 1, 25);
    }

    @Test
    void whateverAListenerThrowsTheNextJobIsRun() {
        push("fail", 1);
        push("fail", 2);
        push("fail", 3);
        push("greet");
        started(worker().concurrency(1).on("greet", job -> seen.add("greeted")).on("fail", job -> {
            switch (job.arg(0, int.class)) {
                case 1 -> throw new Exception("checked");
                case 2 -> throw new OutOfMemoryError("pretended");
                default -> throw new IllegalStateException("unchecked");
            }
        }));
        awaitProcessed(4);
        assertThat(seen).containsExactly("greeted");
        assertThat(info().failures()).isEqualTo(3);
        assertThat(info().retries()).isEqualTo(3);
    }

    @Test
    void anInterruptThatAListenerLeavesBehindDoesNotReachTheLane() {
        IntStream.range(0, 5).forEach(i -> push("greet", i));
        started(worker().concurrency(1).on("greet", job -> {
            seen.add(Thread.currentThread().isInterrupted());
            Thread.currentThread().interrupt();
        }));
        awaitProcessed(5);
        assertThat(seen).containsOnly(false);
    }

    @Test
    void listenersOfOneQueueGetTheirTypesAndTheCatchAllTheRest() {
        List.of("mail", "sms", "fax", "mail", "telex").forEach(this::push);
        started(worker().on("mail", job -> seen.add("mail:" + job.type()))
                .on("sms", job -> seen.add("sms:" + job.type()))
                .onAnyOther(job -> seen.add("other:" + job.type())));
        awaitProcessed(5);
        assertThat(seen).containsExactlyInAnyOrder("mail:mail", "mail:mail", "sms:sms", "other:fax", "other:telex");
    }

    @Test
    void aJobNobodyTakesFailsAfterTheGrace() {
        push("unknown");
        started(worker().set(Setting.STARTUP_GRACE, "200ms").on("known", job -> seen.add(job)));
        awaitProcessed(1);
        assertThat(info().retries()).isEqualTo(1);
        assertThat(seen).isEmpty();
    }

    @Test
    void twoListenersForOneTypeAreRefusedBeforeAnyHasAJobAndLeaveNothingBehind() {
        push("first");
        assertThatThrownBy(() -> worker().on("first", job -> seen.add(job))
                        .on("mail", job -> {})
                        .on("mail", job -> {})
                        .start())
                .isInstanceOf(InvalidBeanException.class)
                .hasMessageStartingWith("FAKTORY-502")
                .hasMessageContaining("job type mail");
        assertThatThrownBy(() ->
                        worker().onAnyOther(job -> {}).onAnyOther(job -> {}).start())
                .isInstanceOf(InvalidBeanException.class)
                .hasMessageContaining("all job types");
        awaitNothingLeft();
        assertThat(seen).isEmpty();
        assertThat(info().processed()).isZero();
    }

    @Test
    void aWorkerWithoutAListenerIsRefused() {
        assertThatThrownBy(() -> worker().start())
                .isInstanceOf(InvalidBeanException.class)
                .hasMessageStartingWith("FAKTORY-502")
                .hasMessageContaining("onAnyOther");
    }

    @Test
    void allBadSettingsAreSaidAtOnce() {
        var before = TestWorkers.threads("faktory-");
        assertThatThrownBy(() -> FaktoryWorker.at("http://localhost")
                        .queues("a b")
                        .concurrency(0)
                        .shutdownTimeout(Duration.ofSeconds(-1))
                        .set(Setting.STARTUP_GRACE, "soon")
                        .on("mail", job -> {})
                        .start())
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageStartingWith("FAKTORY-501")
                .hasMessageContainingAll("url", "queues", "concurrency", "shutdownTimeout", "startupGrace", "soon");
        assertThat(before).containsAll(TestWorkers.threads("faktory-"));
    }

    @Test
    void everySettingThatHasNoEffectHereIsRefusedAtOnceBesideTheBadOnes() {
        var read = Set.of("queues", "concurrency", "labels", "shutdownTimeout", "interruptOnShutdown", "startupGrace");
        var unread = Arrays.stream(Setting.values())
                .filter(setting -> setting.place() != Setting.Place.SERVER && !read.contains(setting.key()))
                .toList();
        var worker = worker().concurrency(0).on("mail", job -> {});
        // Also with what it is without being set: who sets it thinks that it has an effect.
        unread.stream()
                .filter(setting -> setting.kind() != Setting.Kind.LATER)
                .forEach(setting -> worker.set(setting, setting.defaultText().isEmpty() ? "x" : setting.defaultText()));
        assertThatThrownBy(worker::start)
                .isInstanceOfSatisfying(
                        InvalidSettingsException.class,
                        e -> assertThat(e.problems())
                                .filteredOn(problem -> problem.endsWith("has no effect here; leave it out"))
                                .extracting(problem -> problem.split(" ")[0])
                                .containsExactlyInAnyOrder(
                                        "transaction",
                                        "sendTimeout",
                                        "backlogJobs",
                                        "backlogBytes",
                                        "spillFile",
                                        "chunkSize",
                                        "defaultQueue",
                                        "defaultRetry",
                                        "defaultReserveFor",
                                        "jobTypes",
                                        "rollbackOnCheckedException"))
                .hasMessageStartingWith("FAKTORY-501")
                .hasMessageContaining("concurrency must be");
    }
}
