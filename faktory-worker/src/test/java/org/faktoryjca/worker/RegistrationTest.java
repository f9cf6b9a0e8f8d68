package org.faktoryjca.worker;

import static java.util.concurrent.CompletableFuture.runAsync;
import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.faktoryjca.Job;
import org.junit.jupiter.api.Test;

class RegistrationTest {
    private final MovedTime time = new MovedTime();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);

    private Lease lease() {
        return Lease.of(Job.of("x"), time, time.nanoTime());
    }

    private static Registration of(JobRunner runner) {
        return new Registration(TestWorkers.handler("default", Set.of(), 1, runner), new Capacity(1));
    }

    private Outcome waiting(Delivery delivery) {
        begun.countDown();
        try {
            end.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return delivery.commit() ? Outcome.succeeded() : delivery.doomedOutcome();
    }

    /** As a lane does with a job that it has fetched. */
    private CompletableFuture<Outcome> expected(Registration registration) {
        registration.expect();
        return supplyAsync(() -> {
            try {
                return registration.run(Job.of("x"), lease());
            } finally {
                registration.done();
            }
        });
    }

    private static String errorType(Outcome outcome) {
        return ((Outcome.Failed) outcome).failure().errorType();
    }

    @Test
    void whateverARunnerThrowsIsTheJobsFailure() {
        assertThat(errorType(of(delivery -> {
                            throw new IllegalStateException("oops");
                        })
                        .run(Job.of("x"), lease())))
                .isEqualTo("java.lang.IllegalStateException");
        assertThat(errorType(of(delivery -> {
                            throw new OutOfMemoryError("none left");
                        })
                        .run(Job.of("x"), lease())))
                .isEqualTo("java.lang.OutOfMemoryError");
        assertThat(errorType(of(delivery -> null).run(Job.of("x"), lease())))
                .isEqualTo("java.lang.NullPointerException");
    }

    @Test
    void aFullHandlerKeepsTheNextJobWaiting() throws Exception {
        var running = new AtomicInteger();
        var registration = of(delivery -> {
            running.incrementAndGet();
            return waiting(delivery);
        });
        var first = supplyAsync(() -> registration.run(Job.of("x"), lease()));
        begun.await();
        var second = supplyAsync(() -> registration.run(Job.of("x"), lease()));
        await().during(Duration.ofMillis(200)).until(() -> running.get() == 1);
        end.countDown();
        assertThat(first.get(60, TimeUnit.SECONDS)).isEqualTo(Outcome.succeeded());
        assertThat(second.get(60, TimeUnit.SECONDS)).isEqualTo(Outcome.succeeded());
    }

    @Test
    void aJobWhoseReservationEndedWhileItWaitedForAPlaceIsNotRun() throws Exception {
        var running = new AtomicInteger();
        var registration = of(delivery -> {
            running.incrementAndGet();
            return waiting(delivery);
        });
        var early = lease();
        var first = supplyAsync(() -> registration.run(Job.of("x"), early));
        begun.await();
        var second = supplyAsync(() -> registration.run(Job.of("x"), early));
        time.move(Duration.ofHours(1));
        end.countDown();

        assertThat(first.get(60, TimeUnit.SECONDS)).isEqualTo(new Outcome.LeaseEnded());
        assertThat(second.get(60, TimeUnit.SECONDS)).isEqualTo(new Outcome.LeaseEnded());
        assertThat(running).hasValue(1);
    }

    @Test
    void closingGivesUpWhatRunsTooLongAndWhatWaits() throws Exception {
        var registration = of(this::waiting);
        var first = expected(registration);
        begun.await();
        var second = expected(registration);

        registration.close(Duration.ofMillis(10));
        end.countDown();

        assertThat(errorType(first.get(60, TimeUnit.SECONDS))).isEqualTo("WorkerShutdown");
        assertThat(errorType(second.get(60, TimeUnit.SECONDS))).isEqualTo("WorkerShutdown");
        assertThat(errorType(registration.run(Job.of("x"), lease()))).isEqualTo("WorkerShutdown");
    }

    @Test
    void closingWaitsForWhatRunsAndForWhatHasBeenFetched() throws Exception {
        var registration = of(this::waiting);
        var job = expected(registration);
        begun.await();
        var waiting = expected(registration);
        var closing = runAsync(() -> registration.close(Duration.ofMinutes(1)));
        assertThatThrownBy(() -> closing.get(100, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        end.countDown();
        closing.get(60, TimeUnit.SECONDS);
        assertThat(job.get(60, TimeUnit.SECONDS)).isEqualTo(Outcome.succeeded());
        assertThat(waiting.get(60, TimeUnit.SECONDS)).isEqualTo(Outcome.succeeded());
    }
}
