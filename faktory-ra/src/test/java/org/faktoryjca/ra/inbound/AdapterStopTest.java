package org.faktoryjca.ra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import javax.management.ObjectName;
import org.faktoryjca.Job;
import org.faktoryjca.JobListener;
import org.faktoryjca.client.Connection;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.ra.FaktoryResourceAdapter;
import org.faktoryjca.ra.StandaloneContainer;
import org.faktoryjca.ra.StandaloneEndpoints;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The adapter is stopped while its beans have jobs in hand, as at a server's end. */
@Timeout(120)
class AdapterStopTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** One after the other they would take four times this, and the time for their last words. */
    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(10);

    private static final List<String> QUEUES =
            IntStream.range(0, 4).mapToObj(i -> "stop-" + i).toList();

    private final CountDownLatch begun = new CountDownLatch(QUEUES.size());
    private final CountDownLatch brief = new CountDownLatch(1);
    private final CountDownLatch stubborn = new CountDownLatch(1);
    private final JobListener listener = job -> {
        begun.countDown();
        (job.type().equals("brief") ? brief : stubborn).await();
    };

    /** Each with a worker of its own, since their labels differ. */
    private static FaktoryActivationSpec spec(String queue) {
        var spec = new FaktoryActivationSpec();
        spec.setQueues(queue);
        spec.setLabels(queue);
        spec.setConcurrency("1");
        spec.setShutdownTimeout(SHUTDOWN_TIMEOUT.toSeconds() + "s");
        return spec;
    }

    private static boolean isAnyWorkerRegistered() throws Exception {
        return !ManagementFactory.getPlatformMBeanServer()
                .queryNames(new ObjectName("org.faktoryjca:type=Worker,*"), null)
                .isEmpty();
    }

    @Test
    void allBeansHaveTheirTimeTogetherAndNoneOfThemFetchesMeanwhile() throws Exception {
        var adapter = new FaktoryResourceAdapter();
        adapter.start(new StandaloneContainer());
        try (var server = EmbeddedFaktory.start();
                var client = Connection.open(ServerSettings.at(server.url()))) {
            adapter.setUrl(server.url());
            for (var queue : QUEUES) {
                adapter.endpointActivation(new StandaloneEndpoints(listener, true, 1), spec(queue));
                client.push(Job.of(queue.equals(QUEUES.get(0)) ? "brief" : "stubborn")
                        .queue(queue));
            }
            begun.await();
            for (var queue : QUEUES) {
                client.push(Job.of("too late").queue(queue));
            }

            var stopped = CompletableFuture.runAsync(adapter::stop);
            await("all workers have begun to stop").atMost(PATIENCE).until(() -> !isAnyWorkerRegistered());
            brief.countDown();
            await().atMost(PATIENCE).until(() -> server.processed() == 1);
            await("all have stopped").atMost(PATIENCE).until(stopped::isDone);

            stopped.join();
            assertThat(client.info().working()).isEqualTo(QUEUES.size() - 1);
            assertThat(client.info().enqueued()).isEqualTo(QUEUES.size());
        } finally {
            stubborn.countDown();
            adapter.stop();
        }
    }
}
