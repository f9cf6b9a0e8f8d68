package org.faktoryjca.ra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.transaction.Status;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.faktoryjca.Job;
import org.faktoryjca.ra.StandaloneEndpoints;
import org.junit.jupiter.api.Test;

/** Instances of a bean: waited for before a job is fetched, and given back. */
class DeliveryPlacesTest extends DeliveryFixture {
    @Test
    void aJobWaitsForAnInstanceAndEveryInstanceIsGivenBack() throws Exception {
        var endpoints = new StandaloneEndpoints(work, true, 0);
        adapter.endpointActivation(endpoints, new FaktoryActivationSpec());
        IntStream.range(0, 3).forEach(i -> client.push(Job.of("return")));
        endpoints.add(1);
        await().atMost(PATIENCE).until(() -> server.processed() == 3);
        assertAcknowledged();
        assertThat(work.ended).hasSize(3).containsOnly(Status.STATUS_COMMITTED);
        adapter.stop();
        assertThat(endpoints.free()).isEqualTo(1);
    }

    @Test
    void noJobIsFetchedForWhichThereIsNoInstance() throws Exception {
        var endpoints = new StandaloneEndpoints(work, true, 1);
        adapter.endpointActivation(endpoints, new FaktoryActivationSpec());
        IntStream.range(0, 3).forEach(i -> client.push(Job.of("wait")));
        assertThat(work.running.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        // Longer than a lane looks around for room.
        await().during(Duration.ofMillis(500)).atMost(PATIENCE).untilAsserted(() -> {
            assertThat(server.working()).hasSize(1);
            assertThat(server.queued("default")).hasSize(2);
        });
        work.mayEnd.countDown();
        await().atMost(PATIENCE).until(() -> server.processed() == 3);
        assertAcknowledged();
        adapter.stop();
        assertThat(endpoints.free()).isEqualTo(1);
    }
}
