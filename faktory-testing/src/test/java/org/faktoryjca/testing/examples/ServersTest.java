package org.faktoryjca.testing.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.faktoryjca.CannotConnectException;
import org.faktoryjca.Job;
import org.faktoryjca.OutcomeUnknownException;
import org.faktoryjca.client.pool.FaktoryConnections;
import org.faktoryjca.client.settings.Setting;
import org.faktoryjca.testing.FaktoryContainer;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.faktoryjca.testing.server.FaktoryProcess;
import org.faktoryjca.testing.server.Fault;
import org.faktoryjca.testing.server.FaultProxy;
import org.faktoryjca.testing.server.WorkServers;
import org.faktoryjca.worker.FaktoryWorker;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;

class ServersTest {
    // tag::embedded[]
    @Test
    void anOrderThatFailedIsConfirmedLater() {
        var bean = new OrderJobs();
        try (var server = EmbeddedFaktory.start();
                var faktory = FaktoryConnections.at(server.url()).build()) {
            faktory.push(Job.of("confirm", new Order(7, "nobody")));
            faktory.push(Job.of("confirm", new Order(8, "b@example.org")).in(Duration.ofHours(1)));

            var worker = FaktoryWorker.at(server.url()).on("confirm", bean).start();
            try (worker) {
                await().until(() -> server.retries().size() == 1);

                server.advance(Duration.ofHours(1)); // no waiting: what is due by then is queued when this returns
                await().until(() -> server.failures() == 2);
                await().until(() -> bean.sent().equals(List.of("order 8 to b@example.org")));
            }
            assertThat(server.state()
                            .retrying()
                            .get(0)
                            .job()
                            .failure()
                            .orElseThrow()
                            .message())
                    .contains("no address: nobody");
        }
    }
    // end::embedded[]

    // tag::builder[]
    @Test
    void aReminderIsQueuedWhenItsTimeHasCome() throws URISyntaxException {
        var directory = Path.of(ServersTest.class.getResource("tls").toURI());
        var noon = Clock.fixed(Instant.parse("2030-01-01T12:00:00Z"), ZoneOffset.UTC);
        try (var server = EmbeddedFaktory.builder()
                        .password("s3cret")
                        .tls(directory) // public.cert.pem and private.key.pem
                        .clock(noon)
                        .start();
                var faktory = FaktoryConnections.at(server.url()) // tcp+tls://:s3cret@127.0.0.1:…
                        .set(
                                Setting.TRUST_STORE,
                                directory.resolve("public.cert.pem").toString())
                        .build()) {
            var jid = faktory.push(Job.of("remind", 7).at(Instant.parse("2030-01-01T13:00:00Z")));

            server.advance(Duration.ofHours(1));

            assertThat(server.history(jid).toString())
                    .isEqualTo("[scheduled (2030-01-01T13:00:00Z) 2030-01-01T12:00:00Z,"
                            + " enqueued (default) 2030-01-01T13:00:00Z]");
        }
    }
    // end::builder[]

    // tag::terminate[]
    @Test
    void aWorkerStopsWhenItIsToldTo() throws InterruptedException {
        var bean = new OrderJobs();
        try (var server = EmbeddedFaktory.start();
                var faktory = FaktoryConnections.at(server.url()).build();
                var worker = FaktoryWorker.at(server.url()).on("confirm", bean).start()) {
            await().until(() -> server.workers().contains(worker.wid()));

            server.terminate(); // or terminate(wid); quiet() lets them finish what they have, and take no more
            worker.awaitTermination();

            faktory.push(Job.of("confirm", new Order(7, "a@example.org")));
            assertThat(server.queued("default")).hasSize(1);
            assertThat(bean.sent()).isEmpty();
        }
    }
    // end::terminate[]

    // tag::process[]
    @Test
    void aJobSurvivesTheServersRestart() {
        var binary = FaktoryProcess.find("faktory");
        assumeTrue(binary.isPresent() || WorkServers.isRealRequired(), "there is no 'faktory' on the PATH");
        try (var server = FaktoryProcess.builder(binary.orElseThrow())
                        .password("s3cret")
                        .start();
                var faktory = FaktoryConnections.at(server.url()).build()) {
            faktory.push(Job.of("confirm", new Order(7, "a@example.org")));

            server.restart(); // kill() takes it away without a warning

            assertThat(server.state().queued().get("default")).hasSize(1);
        }
    }
    // end::process[]

    // tag::container[]
    @Test
    void aJobGoesIntoAContainer() {
        assumeTrue(DockerClientFactory.instance().isDockerAvailable(), "there is no container engine on this machine");
        try (var container = new FaktoryContainer("contribsys/faktory:1.10.0").withPassword("s3cret")) {
            container.start();
            try (var faktory = FaktoryConnections.at(container.getUrl()).build();
                    var connection = faktory.getConnection()) {
                connection.push(Job.of("confirm", new Order(7, "a@example.org")));
                assertThat(connection.info().enqueued()).isEqualTo(1);
            }
        }
    }
    // end::container[]

    // tag::proxy[]
    @Test
    void aReplyThatIsLostIsAnUnknownOutcome() {
        try (var server = EmbeddedFaktory.start();
                var proxy = FaultProxy.before(server);
                var faktory = FaktoryConnections.at(proxy.url()).build()) {
            proxy.set(Fault.cut().in(Fault.Direction.TO_CLIENT).at("PUSHB"));
            assertThatThrownBy(() -> faktory.push(Job.of("confirm", 7))).isInstanceOf(OutcomeUnknownException.class);
            assertThat(server.queued("default")).hasSize(1); // it was there all the same

            proxy.set(Fault.refuse());
            assertThatThrownBy(() -> faktory.push(Job.of("confirm", 8))).isInstanceOf(CannotConnectException.class);

            proxy.clear();
            faktory.push(Job.of("confirm", 9));
        }
    }
    // end::proxy[]
}
