package org.faktoryjca.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.faktoryjca.FaktoryAdmin;
import org.faktoryjca.Job;
import org.faktoryjca.JobFilter;
import org.faktoryjca.UnsupportedByServerException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator does, with each work server. */
class AdministrationTest extends ConnectedTest {
    private FaktoryAdmin admin;

    @BeforeEach
    void operate() {
        admin = connection.admin();
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
    void queuesAreListedWithWhatWaitsInThem() {
        connection.push(Job.of("greet").queue("listed"));
        connection.push(Job.of("greet").queue("listed"));
        connection.push(Job.of("greet").queue("also-listed"));
        assertThat(admin.queues()).containsEntry("listed", 2L).containsEntry("also-listed", 1L);
    }

    @Test
    void someQueuesArePausedAndTheOthersNot() {
        for (var queue : List.of("one", "two", "three")) {
            connection.push(Job.of("greet").queue(queue));
        }
        admin.pause(List.of("one", "two"));
        var fetched = connection.fetch(List.of("one", "two", "three")).orElseThrow();
        assertThat(fetched.queue()).hasValue("three");
        admin.resume(List.of("two"));
        assertThat(connection.fetch(List.of("one", "two")).orElseThrow().queue())
                .hasValue("two");
    }

    @Test
    void aBlankInAFiltersTypeDoesNotSplitTheCommand() {
        connection.push(Job.of("send a mail").in(Duration.ofHours(1)));
        connection.push(Job.of("send").in(Duration.ofHours(1)));
        admin.scheduled().discard(JobFilter.type("send a mail"));
        assertThat(connection.info().scheduled()).isEqualTo(1);
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
    void aFilterThatNamesNothingIsRefused() {
        assertThatThrownBy(() -> JobFilter.jids(new String[0])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JobFilter.type(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JobFilter.matching("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JobFilter.jids("some-job").andType("mail"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ids stand alone");
        assertThatThrownBy(() -> JobFilter.jids("some-job").andMatching("*a*"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void batchesAndTrackingNeedAnotherServer() {
        assertThatThrownBy(() -> connection.enterprise().batch("NEW {}"))
                .isInstanceOf(UnsupportedByServerException.class)
                .hasMessageContaining("Enterprise");
        assertThatThrownBy(() -> connection.enterprise().track("GET some-jid"))
                .isInstanceOf(UnsupportedByServerException.class);
        connection.ping();
    }
}
