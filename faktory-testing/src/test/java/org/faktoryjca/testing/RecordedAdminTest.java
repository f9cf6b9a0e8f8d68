package org.faktoryjca.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.faktoryjca.Job;
import org.faktoryjca.JobFilter;
import org.faktoryjca.client.Connection;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What an operator's filters reach among recorded jobs is what they reach in a server. */
class RecordedAdminTest {

    private static final Pattern JID = Pattern.compile("\"jid\":\"[^\"]*\"");

    private static final List<JobFilter> FILTERS = List.of(
            JobFilter.type("sms*"),
            JobFilter.type("smsx"),
            JobFilter.type("say \"hi\""),
            JobFilter.type("<tag>"),
            JobFilter.type("inner"),
            JobFilter.type("nothing"),
            JobFilter.jids("jid-of-smsx", "jid-of-nobody"),
            JobFilter.everyJob(),
            JobFilter.matching("*[s]ms*"),
            JobFilter.matching("*[^s]msx*"),
            JobFilter.matching("*sms\\**"),
            JobFilter.matching("*gr?n*"),
            JobFilter.matching("*gr??n*"),
            JobFilter.matching("smsx"),
            JobFilter.matching("*two words*"),
            JobFilter.type("sms*").andMatching("*two*"),
            JobFilter.type("smsx").andMatching("*two*"));

    private static final List<Job> JOBS = List.of(
            Job.of("sms*", "one").jid("jid-of-sms*"),
            Job.of("sms*", "two words").jid("jid-of-sms*-too"),
            Job.of("smsx", "two").jid("jid-of-smsx"),
            Job.of("say \"hi\"", "gr\u00fcn").jid("jid-of-say-hi"),
            Job.of("<tag>").jid("jid-of-tag"),
            Job.of("outer", Map.of("jobtype", "inner")).jid("jid-of-outer"));

    @ParameterizedTest
    @FieldSource("FILTERS")
    void aFilterReachesTheJobsThatItReachesInAServer(JobFilter filter) {
        var recorded = new RecordingConnectionFactory();
        try (var server = EmbeddedFaktory.start();
                var sent = Connection.open(ServerSettings.at(server.url()));
                var connection = recorded.getConnection()) {
            for (var job : JOBS) {
                var later = job.in(Duration.ofHours(1));
                sent.push(later);
                recorded.push(later);
            }
            sent.admin().scheduled().discard(filter);
            connection.admin().scheduled().discard(filter);
            assertThat(recorded.scheduled())
                    .extracting(job -> "\"jid\":\"" + job.jid() + "\"")
                    .containsExactlyInAnyOrderElementsOf(server.scheduled().stream()
                            .map(json -> JID.matcher(json)
                                    .results()
                                    .findFirst()
                                    .orElseThrow()
                                    .group())
                            .toList());
        }
    }

    @Test
    void whatIsLeftAfterEverythingWasErasedIsWhatAServerKeeps() {
        var recorded = new RecordingConnectionFactory();
        try (var server = EmbeddedFaktory.start();
                var sent = Connection.open(ServerSettings.at(server.url()));
                var connection = recorded.getConnection()) {
            for (var job : JOBS) {
                sent.push(job.queue("paused"));
                recorded.push(job.queue("paused"));
            }
            for (var admin : List.of(sent.admin(), connection.admin())) {
                admin.pause(List.of("paused"));
                admin.eraseEverything();
                assertThat(admin.queues()).isEqualTo(Map.of("paused", 0L));
            }
            sent.push(Job.of("held").queue("paused"));
            recorded.push(Job.of("held").queue("paused"));
            assertThat(sent.fetch(List.of("paused"))).isEmpty();
            assertThat(recorded.drainInto(JobRunner.of(job -> {}))).isEmpty();
            assertThat(recorded.queued()).hasSize(1);
        }
    }

    @Test
    void aTypeThatTheServersCannotLookForIsRefusedBesideAPattern() {
        try (var connection = new RecordingConnectionFactory().getConnection()) {
            var retries = connection.admin().retries();
            var filter = JobFilter.type("<tag>").andMatching("*");
            assertThatThrownBy(() -> retries.discard(filter)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
