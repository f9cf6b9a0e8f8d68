package org.faktoryjca.ra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.faktoryjca.Job;
import org.faktoryjca.JobListener;
import org.faktoryjca.client.Connection;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.ra.FaktoryResourceAdapter;
import org.faktoryjca.ra.StandaloneContainer;
import org.faktoryjca.ra.StandaloneEndpoints;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An adapter with Narayana's transactions, and a server whose state can be read: what becomes of a job and of its transaction. */
abstract class DeliveryFixture {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    final EmbeddedFaktory server = EmbeddedFaktory.start();
    final FaktoryResourceAdapter adapter = new FaktoryResourceAdapter();
    final DeliveredWork work = new DeliveredWork();
    Connection client;

    @BeforeEach
    void start() throws Exception {
        adapter.setUrl(server.url());
        adapter.setStartupGrace("100ms");
        adapter.setShutdownTimeout("100ms");
        adapter.start(new StandaloneContainer());
        client = Connection.open(ServerSettings.at(server.url()));
    }

    @AfterEach
    void stop() {
        work.mayEnd.countDown();
        adapter.stop();
        client.close();
        server.close();
    }

    StandaloneEndpoints serve(JobListener bean, boolean transacted, boolean rollback) throws Exception {
        var endpoints = new StandaloneEndpoints(bean, transacted, 2);
        var spec = new FaktoryActivationSpec();
        spec.setRollbackOnCheckedException(Boolean.toString(rollback));
        adapter.endpointActivation(endpoints, spec);
        return endpoints;
    }

    void run(String type, Object... args) {
        client.push(Job.of(type, args));
        await().atMost(PATIENCE)
                .until(() -> server.processed() == 1 && server.working().isEmpty());
    }

    void assertAcknowledged() {
        assertThat(server.failures()).isZero();
        assertThat(server.retries()).isEmpty();
    }

    void assertFailed(String... words) {
        assertThat(server.failures()).isEqualTo(1);
        assertThat(server.retries()).singleElement().asString().contains(words);
    }
}
