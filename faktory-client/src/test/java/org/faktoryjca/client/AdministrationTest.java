package org.faktoryjca.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.faktoryjca.FaktoryAdmin;
import org.faktoryjca.Job;
import org.faktoryjca.JobFilter;
import org.faktoryjca.UnsupportedByServerException;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.testing.server.WorkServer;
import org.faktoryjca.testing.server.WorkServers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator does, with a work server: the real one where there is one. */
class AdministrationTest {
    private static WorkServer server;
    private Connection connection;
    private FaktoryAdmin admin;

    @BeforeAll
    static void start() {
        server = WorkServers.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void connect() {
        connection = Connection.open(ServerSettings.at(server.url()));
        admin = connection.admin();
        admin.eraseEverything();
    }

    @AfterEach
    void disconnect() {
        admin.resumeAll();
        connection.close();
    }

    private void fail(Job job) {
        connection.push(job);
        var fetched = connection.fetch(List.of("default")).orElseThrow();
        connection.fail(fetched.jid(), "Oops", "it went wrong", List.of());
    }

    private long retries() {
        return connection.info().retries();
    }

    private long dead() {
        return connection.info().dead();
    }

    @Test
    void aPausedQueueGivesNoJobsUntilItIsResumed() {
        connection.push(Job.of("greet").queue("slow"));
        admin.pause(List.of("slow"));
        assertThat(connection.fetch(List.of("slow"))).isEmpty();
        admin.resume(List.of("slow"));
        assertThat(connection.fetch(List.of("slow"))).isPresent();
    }

    @Test
    void allQueuesArePausedAtOnce() {
        connection.push(Job.of("greet").queue("one"));
        connection.push(Job.of("greet").queue("two"));
        admin.pauseAll();
        assertThat(connection.fetch(List.of("one", "two"))).isEmpty();
        admin.resumeAll();
        assertThat(connection.fetch(List.of("one", "two"))).isPresent();
    }

    @Test
    void aRemovedQueueIsGoneWithItsJobs() {
        connection.push(Job.of("greet").queue("doomed"));
        admin.remove(List.of("doomed"));
        assertThat(admin.queues().getOrDefault("doomed", 0L)).isZero();
        assertThat(connection.info().enqueued()).isZero();
    }

    @Test
    void latencyIsHowLongTheNextJobHasWaited() {
        connection.push(Job.of("greet"));
        var latency = admin.latency(List.of("default", "unknown"));
        assertThat(latency.get("default")).isBetween(Duration.ZERO, Duration.ofSeconds(30));
        assertThat(latency.get("unknown")).isZero();
    }

    @Test
    void noQueueAtAllAndNoQueuesNameAreRefusedBeforeTheyKillTheServer() {
        assertThatThrownBy(() -> admin.pause(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> admin.remove(List.of("a b"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> admin.latency(List.of("*"))).isInstanceOf(IllegalArgumentException.class);
        connection.ping();
    }

    @Test
    void retryingJobsAreChosenByJidTypeAndPattern() {
        fail(Job.of("mail", "to a").jid("jid-of-mail-a"));
        fail(Job.of("mail", "to b").jid("jid-of-mail-b"));
        fail(Job.of("sms", "to c").jid("jid-of-sms-cc"));
        fail(Job.of("fax", "to d").jid("jid-of-fax-dd"));

        admin.retries().requeue(JobFilter.jids("jid-of-mail-a"));
        assertThat(connection.fetch(List.of("default")).orElseThrow().jid()).isEqualTo("jid-of-mail-a");
        assertThat(retries()).isEqualTo(3);

        admin.retries().kill(JobFilter.type("sms"));
        assertThat(retries()).isEqualTo(2);
        assertThat(dead()).isEqualTo(1);

        // With a blank, by which the server would split its line.
        admin.retries().discard(JobFilter.matching("*to d*"));
        assertThat(retries()).isEqualTo(1);

        admin.retries().discard(JobFilter.type("mail").andMatching("*to nobody*"));
        assertThat(retries()).isEqualTo(1);

        admin.retries().discard(JobFilter.everyJob());
        assertThat(retries()).isZero();
        assertThat(dead()).isEqualTo(1);

        admin.dead().clear();
        assertThat(dead()).isZero();
    }

    @Test
    void scheduledJobsCanBeRunAtOnce() {
        connection.push(Job.of("later").in(Duration.ofHours(1)));
        admin.scheduled().requeue(JobFilter.everyJob());
        assertThat(connection.fetch(List.of("default")).orElseThrow().type()).isEqualTo("later");
    }

    @Test
    void aFilterThatNamesNothingIsRefused() {
        assertThatThrownBy(() -> JobFilter.jids(new String[0])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JobFilter.type(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JobFilter.matching("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void batchesAndTrackingNeedAnotherServer() {
        assertThatThrownBy(() -> connection.batch("NEW {}"))
                .isInstanceOf(UnsupportedByServerException.class)
                .hasMessageContaining("Enterprise");
        assertThatThrownBy(() -> connection.track("GET some-jid")).isInstanceOf(UnsupportedByServerException.class);
        connection.ping();
    }
}
