package org.faktoryjca.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Quiet and close of a worker in plain Java: what is waited for, and what is left. The work server is the real one where there is one. */
@Timeout(120)
class FaktoryWorkerEndTest extends FaktoryWorkerFixture {
    @Test
    void closingWaitsForARunningJobWhichIsAcknowledged() throws Exception {
        push("slow");
        var begun = new CountDownLatch(1);
        var worker = worker().concurrency(1)
                .shutdownTimeout(Duration.ofMinutes(5))
                .on("slow", job -> {
                    begun.countDown();
                    awaitEnd();
                })
                .start();
        begun.await();

        var closing = CompletableFuture.runAsync(worker::close);
        assertThatThrownBy(() -> closing.get(300, TimeUnit.MILLISECONDS))
                .isInstanceOf(java.util.concurrent.TimeoutException.class);
        push("slow");
        end.countDown();
        closing.get(60, TimeUnit.SECONDS);

        assertThat(info().processed()).isEqualTo(1);
        assertThat(info().failures()).isZero();
        assertThat(info().enqueued()).as("pushed after the close").isEqualTo(1);
    }

    @Test
    void aSecondCloseWaitsForTheEndOfTheFirst() throws Exception {
        push("slow");
        var begun = new CountDownLatch(1);
        var worker = worker().shutdownTimeout(Duration.ofMinutes(5))
                .on("slow", job -> {
                    begun.countDown();
                    awaitEnd();
                })
                .start();
        begun.await();

        var first = CompletableFuture.runAsync(worker::close);
        var second = CompletableFuture.runAsync(worker::close);
        assertThatThrownBy(() -> CompletableFuture.anyOf(first, second).get(300, TimeUnit.MILLISECONDS))
                .isInstanceOf(java.util.concurrent.TimeoutException.class);
        end.countDown();
        CompletableFuture.allOf(first, second).get(60, TimeUnit.SECONDS);
        worker.close();
        worker.awaitTermination();
    }

    @Test
    void aJobThatRunsBeyondTheShutdownTimeoutIsReportedAsStoppedOnceItHasEnded() throws Exception {
        push("slow");
        var begun = new CountDownLatch(1);
        var worker = worker().shutdownTimeout(Duration.ofMillis(100))
                .on("slow", job -> {
                    begun.countDown();
                    awaitEnd();
                })
                .start();
        begun.await();

        worker.close();
        worker.awaitTermination();
        assertThat(info().working()).as("it still runs").isEqualTo(1);
        assertThat(info().processed()).isZero();

        end.countDown();
        awaitProcessed(1);
        assertThat(info().failures()).isEqualTo(1);
        awaitNothingLeft();
    }

    @Test
    void closingLeavesNoThreadAndNoConnection() {
        IntStream.range(0, 50).forEach(i -> push("greet", i));
        var worker = started(worker().on("greet", job -> seen.add(job)));
        awaitProcessed(50);
        assertThat(TestWorkers.threads("faktory-")).isNotEmpty();
        worker.close();
        awaitNothingLeft();
    }

    @Test
    void aWorkerWithAShutdownHookMayBeClosedBeforeTheJvmEnds() {
        assertThatCode(() -> {
                    var worker = worker().on("greet", job -> {}).shutdownHook().start();
                    worker.close();
                    worker.close();
                })
                .doesNotThrowAnyException();
    }

    @Test
    void aQuietWorkerFetchesNothingAndFinishesWhatRuns() throws Exception {
        push("slow");
        var begun = new CountDownLatch(1);
        var worker = started(worker().concurrency(1).on("slow", job -> {
            begun.countDown();
            awaitEnd();
            seen.add(job);
        }));
        begun.await();
        worker.quiet();
        push("slow");
        end.countDown();
        awaitProcessed(1);
        await().during(Duration.ofMillis(300)).until(() -> info().enqueued() == 1);
        assertThat(seen).hasSize(1);
    }
}
