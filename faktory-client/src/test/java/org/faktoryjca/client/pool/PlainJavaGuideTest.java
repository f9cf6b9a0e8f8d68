package org.faktoryjca.client.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.faktoryjca.FaktoryConnectionFactory;
import org.faktoryjca.Job;
import org.faktoryjca.JobFilter;
import org.faktoryjca.OutcomeUnknownException;
import org.faktoryjca.PushIncompleteException;
import org.faktoryjca.client.Connection;
import org.faktoryjca.client.WorkerIdentity;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.client.settings.Setting;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.faktoryjca.testing.server.Fault;
import org.faktoryjca.testing.server.Fault.Direction;
import org.faktoryjca.testing.server.FaultProxy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The examples of {@code docs/plain-java.md} and the README for Java SE, run. */
class PlainJavaGuideTest {
    private EmbeddedFaktory server;
    private FaultProxy proxy;
    private String url;

    record Mail(String to, String text) {}

    @BeforeEach
    void start() {
        server = EmbeddedFaktory.start();
        proxy = FaultProxy.before(server);
        url = proxy.url();
    }

    @AfterEach
    void stop() {
        proxy.close();
        server.close();
    }

    @Test
    void pushing() {
        // tag::pushing[]
        try (var faktory = FaktoryConnections.at(url).build()) {
            faktory.push(Job.of("mail", new Mail("someone@example.org", "Hello")));
            faktory.push(Job.of("report", "2026-11").queue("slow").in(Duration.ofHours(1)));
        }
        // end::pushing[]
        assertThat(server.queued("default"))
                .singleElement()
                .asString()
                .contains("\"to\":\"someone@example.org\"", "\"text\":\"Hello\"");
        assertThat(server.scheduled()).hasSize(1);
    }

    @Test
    void settings() {
        // tag::settings[]
        var faktory = FaktoryConnections.at(url)
                .poolSize(4)
                .set(Setting.DEFAULT_QUEUE, "mail")
                .set(Setting.DEFAULT_RETRY, "3")
                .set(Setting.READ_TIMEOUT, "30s")
                .build();
        // end::settings[]
        try (faktory) {
            faktory.push(Job.of("mail"));
            assertThat(server.queued("mail")).singleElement().asString().contains("\"retry\":3");
        }
    }

    private void failed(Job given) {
        var identity = new WorkerIdentity("guide", "here", 1, List.of());
        try (var worker = Connection.open(ServerSettings.at(url), identity)) {
            worker.push(given.queue("images"));
            var job = worker.fetch(List.of("images")).orElseThrow();
            worker.fail(job.jid(), "Exception", "on purpose", List.of());
        }
    }

    @Test
    void operating() {
        failed(Job.of("thumbnail", 7));
        failed(Job.of("mail"));
        failed(Job.of("thumbnail", 8).buryOnFailure());
        assertThat(server.retries()).hasSize(2);
        assertThat(server.dead()).hasSize(1);
        try (var faktory = FaktoryConnections.at(url).build()) {
            // tag::operating[]
            try (var connection = faktory.getConnection()) {
                var admin = connection.admin();
                admin.pause(List.of("images"));
                admin.retries().requeue(JobFilter.type("thumbnail")); // run them now, and not when they are due
                admin.dead().clear();
            }
            // end::operating[]
        }
        assertThat(server.paused()).containsExactly("images");
        assertThat(server.queued("images")).singleElement().asString().contains("thumbnail");
        assertThat(server.retries()).singleElement().asString().contains("mail");
        assertThat(server.dead()).isEmpty();
    }

    // tag::outcome[]
    private String pushAtLeastOnce(FaktoryConnectionFactory faktory, Job job) {
        try {
            return faktory.push(job);
        } catch (OutcomeUnknownException e) {
            // The job may be there or not. Pushed again with the same id it runs twice at worst: the server keeps both.
            return faktory.push(job);
        }
    }
    // end::outcome[]

    @Test
    void anUnknownOutcome() {
        try (var faktory = FaktoryConnections.at(url).build()) {
            proxy.set(Fault.cut().in(Direction.TO_CLIENT).at("PUSHB"));
            var job = Job.of("mail");
            assertThatThrownBy(() -> pushAtLeastOnce(faktory, job)).isInstanceOf(OutcomeUnknownException.class);
            assertThat(server.queued("default")).as("both are there").hasSize(2);
            proxy.clear();
            assertThat(pushAtLeastOnce(faktory, job)).isEqualTo(job.jid());
        }
    }

    // tag::many[]
    private void pushEach(FaktoryConnectionFactory faktory, List<Job> jobs) {
        try {
            faktory.pushAll(jobs);
        } catch (PushIncompleteException e) {
            e.rejected().forEach((jid, why) -> System.err.println(jid + " was refused: " + why));
            var again = new ArrayList<>(e.unknown()); // these may come twice
            again.addAll(e.notSent());
            faktory.pushAll(
                    jobs.stream().filter(job -> again.contains(job.jid())).toList());
        }
    }
    // end::many[]

    @Test
    void many() {
        try (var faktory =
                FaktoryConnections.at(url).set(Setting.CHUNK_SIZE, "10").build()) {
            var jobs = IntStream.range(0, 100).mapToObj(i -> Job.of("count", i)).toList();
            // Greeting and five replies pass; the sixth does not, nor would it on the next connection.
            proxy.set(Fault.cut().in(Direction.TO_CLIENT).after(60));
            pushEach(faktory, jobs);
            assertThat(server.queued("default")).as("ten came twice").hasSize(110);
        }
    }

    @Test
    void severalOnOneConnection() {
        try (var faktory = FaktoryConnections.at(url).build()) {
            // tag::connection[]
            try (var connection = faktory.getConnection()) {
                connection.push(Job.of("first"));
                connection.push(Job.of("second"));
                System.out.println(connection.info().queues());
            }
            // end::connection[]
            assertThat(server.queued("default")).hasSize(2);
        }
    }
}
