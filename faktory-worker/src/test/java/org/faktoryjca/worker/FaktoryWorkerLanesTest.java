package org.faktoryjca.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.faktoryjca.Job;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How many jobs a worker in plain Java runs at once, and from which queues. The work server is the real one where there is one. */
@Timeout(120)
class FaktoryWorkerLanesTest extends FaktoryWorkerFixture {
    @Test
    void concurrencyIsReachedAndNeverExceeded() {
        var running = new AtomicInteger();
        var most = new AtomicInteger();
        IntStream.range(0, 20).forEach(i -> push("greet", i));
        started(worker().concurrency(4).on("greet", job -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            if (job.arg(0, int.class) < 4) {
                awaitEnd();
            }
            running.decrementAndGet();
        }));
        await().until(() -> running.get() == 4);
        assertThat(info().working()).isEqualTo(4);
        end.countDown();
        awaitProcessed(20);
        assertThat(most).hasValue(4);
    }

    @Test
    void eachListenerHasItsOwnConcurrency() {
        Map<String, Integer> most = new ConcurrentHashMap<>();
        Map<String, AtomicInteger> running = Map.of("a", new AtomicInteger(), "b", new AtomicInteger());
        IntStream.range(0, 10).forEach(i -> push("a"));
        IntStream.range(0, 10).forEach(i -> push("b"));
        org.faktoryjca.JobListener listener = job -> {
            most.merge(job.type(), running.get(job.type()).incrementAndGet(), Math::max);
            awaitEnd();
            running.get(job.type()).decrementAndGet();
        };
        started(worker().concurrency(2).on("a", listener).on("b", listener));
        await().until(() -> running.get("a").get() == 2);
        end.countDown();
        awaitProcessed(20);
        assertThat(most.get("a")).isEqualTo(2);
        assertThat(most.get("b")).isBetween(1, 2);
    }

    @Test
    void queuesInStrictOrderAreServedInThatOrder() {
        for (int i = 0; i < 3; i++) {
            connection.push(Job.of("x", i).queue(queue + "-low"));
            connection.push(Job.of("x", i).queue(queue + "-high"));
        }
        started(worker().queues(queue + "-high, " + queue + "-low")
                .concurrency(1)
                .on("x", job -> seen.add(job.queue().orElseThrow())));
        awaitProcessed(6);
        assertThat(seen)
                .extracting(String::valueOf)
                .extracting(name -> name.substring(queue.length() + 1))
                .containsExactly("high", "high", "high", "low", "low", "low");
    }

    @Test
    void listenersWithTheSameQueuesInAnotherOrderKeepTheirOwn() {
        try (var worker = TestWorkers.worker(server, event -> {}, Duration.ofSeconds(5))) {
            var fine = TestWorkers.handler("a, b", java.util.Set.of("x"), 1, delivery -> Outcome.succeeded());
            var other = TestWorkers.handler("b, a", java.util.Set.of("y"), 1, delivery -> Outcome.succeeded());
            worker.add(fine);
            worker.add(other);
            for (var first : new String[] {"a", "b"}) {
                assertThat(TestWorkers.threads("faktory-" + worker.identity().wid() + "-" + first + "-lane-1"))
                        .as("the first lane of the group that begins with " + first)
                        .hasSize(1);
            }
        }
    }
}
