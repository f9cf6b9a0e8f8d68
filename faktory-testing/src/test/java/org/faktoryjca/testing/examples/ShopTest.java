package org.faktoryjca.testing.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.faktoryjca.FaktoryConnection;
import org.faktoryjca.FaktoryConnectionFactory;
import org.faktoryjca.JobFilter;
import org.faktoryjca.testing.FaktoryState;
import org.faktoryjca.testing.FaktoryTest;
import org.faktoryjca.testing.StateAssertions;
import org.faktoryjca.testing.server.LoadableServer;
import org.faktoryjca.testing.server.ServerState;
import org.faktoryjca.testing.server.StoredFailure;
import org.faktoryjca.testing.server.StoredJob;
import org.faktoryjca.testing.server.When;
import org.faktoryjca.worker.FaktoryWorker;
import org.junit.jupiter.api.Test;

// tag::extension[]
@FaktoryTest
class ShopTest {
    @Test
    void anOrderIsConfirmed(FaktoryConnectionFactory faktory, FaktoryConnection connection, URI url) {
        var bean = new OrderJobs();
        new Orders(faktory).place(new Order(7, "a@example.org"));

        var worker = FaktoryWorker.at(url.toString())
                .queues("mails")
                .on("confirm", bean)
                .start();
        try (worker) {
            await().until(() -> bean.sent().contains("order 7 to a@example.org"));
        }
        assertThat(connection.info().scheduled()).isEqualTo(1); // the reminder
    }
    // end::extension[]

    // tag::left[]
    @Test
    void whatAnOrderLeaves(FaktoryConnectionFactory faktory, LoadableServer server) {
        var begun = server.now();

        new Orders(faktory).place(new Order(7, "a@example.org"));

        var expected = ServerState.builder()
                .queued(StoredJob.of("confirm", Map.of("number", 7, "mail", "a@example.org"))
                        .queue("mails"))
                .scheduled(StoredJob.of("remind", 7).at(When.in(Duration.ofDays(3))))
                .build();
        StateAssertions.assertHolds(server, expected, begun);
    }
    // end::left[]

    // tag::files[]
    @Test
    @FaktoryState(value = "dead-mails.json", left = "mails-again.json")
    void anOperatorSendsThemAgain(FaktoryConnection connection) {
        connection.admin().dead().requeue(JobFilter.type("confirm"));
    }
    // end::files[]

    // tag::builder[]
    @Test
    void aJobThatOthersLeftBehind(LoadableServer server, FaktoryConnection connection) {
        server.load(ServerState.builder()
                .queued(StoredJob.of("confirm", 7).queue("mails"))
                .retrying(
                        StoredJob.of("remind", 8).failure(StoredFailure.of("IOException", "no route to host")),
                        When.in(Duration.ofMinutes(5)))
                .reserved(StoredJob.of("remind", 9), "a-worker-that-is-gone")
                .pause("mails")
                .build());

        connection.admin().resume(List.of("mails"));
        assertThat(server.state().paused()).isEmpty();
    }
    // end::builder[]
    // tag::extension[]
}
// end::extension[]
