package org.faktoryjca.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.faktoryjca.ClosedException;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.client.settings.ServerSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Handlers that come and go. */
@Timeout(120)
class WorkerHandlersTest extends WorkerFixture {
    @Test
    @SuppressWarnings("try") // closed by the test, before its server
    void aHandlerAddedWithinTheGraceGetsTheJobThatWaits() {
        // The grace does not pass while the test thread is slow.
        var settings = TestWorkers.settings(ServerSettings.at(server.url()), Duration.ofMillis(500));
        try (var own = TestWorkers.worker(settings, heard, WorkerThreads.own(), new MovedTime())) {
            own.add(TestWorkers.handler("default", Set.of("known"), 1, delivery -> Outcome.succeeded()));
            push("print");
            await().until(() -> heard.of(WorkerEvent.Unrouted.class).size() == 1);
            own.add(TestWorkers.handler("default", Set.of("print"), 1, JobRunner.calling(seen::add)));
            await().until(() -> server.processed() == 1);
            assertThat(seen).hasSize(1);
            assertThat(server.failures()).isZero();
            server.close();
        }
    }

    @Test
    void aHandlerRemovedGetsNothingMoreAndTheOthersGoOn() {
        var first = TestWorkers.handler("default", Set.of("a"), 4, JobRunner.calling(job -> seen.add("first")));
        worker.add(first);
        worker.add(TestWorkers.handler("default", Set.of("b"), 4, JobRunner.calling(job -> seen.add("second"))));
        for (int i = 0; i < 20; i++) {
            push(i % 2 == 0 ? "a" : "b");
        }
        await().until(() -> server.processed() == 20);

        worker.remove(first);
        worker.remove(first);
        push("b");
        await().until(() -> server.processed() == 21);
        push("a");
        assertThat(onlyRetry()).contains("\"UnknownJobType\"");
        assertThat(seen).hasSize(21).containsOnly("first", "second");
    }

    @Test
    void theSameHandlerMayComeBackAfterItsRemoval() {
        var handler = TestWorkers.handler("default", 2, job -> seen.add(job.type()));
        for (int i = 1; i <= 2; i++) {
            var round = i;
            worker.add(handler);
            push("x");
            await().until(() -> server.processed() == round);
            worker.remove(handler);
        }
        push("x");
        assertThat(server.queued("default")).hasSize(1);
        assertThat(seen).hasSize(2);
    }

    @Test
    void aHandlerForWhomThereIsNoThreadIsNotServedAndMayTryAgain() {
        var none = new AtomicBoolean(true);
        WorkerThreads scarce = (name, task) -> {
            if (none.get() && name.contains("lane")) {
                throw new FaktoryException(ErrorCode.NO_THREAD, "the pool is empty");
            }
            WorkerThreads.own().start(name, task);
        };
        var handler = TestWorkers.handler("default", 1, job -> seen.add(job));
        try (var own = TestWorkers.worker(ServerSettings.at(server.url()), heard, Duration.ofSeconds(5), scarce)) {
            assertThatThrownBy(() -> own.add(handler)).hasMessageStartingWith("FAKTORY-504");
            assertThat(own.serves(handler)).isFalse();

            none.set(false);
            own.add(handler);
            push("x");
            await().until(() -> seen.size() == 1);
        }
    }

    @Test
    void closedBeforeItsFirstHandlerItIsJustClosed() throws Exception {
        worker.close();
        worker.close();
        worker.awaitTermination();
        assertThat(server.workers()).isEmpty();
        assertThatThrownBy(() -> worker.add(TestWorkers.handler("default", 1, job -> {})))
                .isInstanceOf(ClosedException.class)
                .hasMessageContaining(worker.identity().wid());
    }
}
