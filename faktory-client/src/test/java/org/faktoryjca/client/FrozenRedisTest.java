package org.faktoryjca.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.Job;
import org.faktoryjca.OutcomeUnknownException;
import org.faktoryjca.PushIncompleteException;
import org.faktoryjca.RejectedException;
import org.faktoryjca.client.json.EncodedJob;
import org.faktoryjca.client.json.JobDefaults;
import org.faktoryjca.client.json.JobWriter;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.testing.server.FaktoryProcess;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real server whose Redis hangs says of each job that its time is over, and may have stored it: that is no refusal. */
@Timeout(120)
class FrozenRedisTest {
    private static final JobWriter WRITER = new JobWriter(JobDefaults.STANDARD);

    /** One that the client itself would not have made. */
    private static EncodedJob bad(String jid) throws IOException {
        var json = "{\"jid\":\"" + jid + "\",\"jobtype\":\"t\",\"args\":[],\"retry\":25,\"queue\":\"a b\"}";
        return EncodedJob.read(json.getBytes(StandardCharsets.UTF_8));
    }

    private static Connection connect(FaktoryProcess server) {
        return Connection.open(ServerSettings.at(server.url()).withReadTimeout(Duration.ofSeconds(60)));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"faktory", "faktory-1.9.4"})
    void whatBecameOfAPushIsUnknownUntilItGoesOn(String binary) throws IOException {
        try (var server = RealFaktory.builder(binary).start();
                var connection = connect(server)) {
            connection.push(Job.of("warm"));
            server.freezeRedis();

            assertThatThrownBy(() -> connection.push(Job.of("alone").jid("jid-alone")))
                    .isInstanceOfSatisfying(
                            OutcomeUnknownException.class,
                            thrown -> assertThat(thrown.code()).isEqualTo(ErrorCode.SERVER_TROUBLE))
                    .hasMessageContainingAll("FAKTORY-208", "jid-alone", server.url())
                    .hasMessageMatching("(?s).*(context deadline exceeded|i/o timeout).*");
            assertThatThrownBy(
                            () -> connection.push(WRITER.write(Job.of("alone").queue("new"))))
                    .isInstanceOf(OutcomeUnknownException.class);
            // It is still the same conversation, and a job that is at fault is refused without Redis.
            assertThatThrownBy(() -> connection.push(bad("jid-bad-queue")))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("queue names must match");
            assertThatThrownBy(() -> connection.admin().dead().clear())
                    .satisfies(thrown -> assertThat(thrown).isInstanceOf(OutcomeUnknownException.class));

            server.thawRedis();
            try (var after = connect(server)) {
                after.push(Job.of("after"));
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"faktory", "faktory-1.9.4"})
    void ofManyJobsThoseInDoubtAreUnknownAndNoMoreAreSent(String binary) throws IOException {
        try (var server = RealFaktory.builder(binary).start();
                var connection = connect(server)) {
            connection.push(Job.of("warm"));
            var jobs = List.of(
                    WRITER.write(Job.of("t").jid("jid-unknown")),
                    bad("jid-refused"),
                    WRITER.write(Job.of("t").jid("jid-not-sent")));
            server.freezeRedis();

            var told =
                    catchThrowableOfType(PushIncompleteException.class, () -> new BulkPush(jobs, 2).over(connection));

            assertThat(told.accepted()).isEmpty();
            assertThat(told.unknown()).containsExactly("jid-unknown");
            assertThat(told.rejected()).containsOnlyKeys("jid-refused");
            assertThat(told.notSent()).containsExactly("jid-not-sent");
            assertThat(told.getCause())
                    .isInstanceOf(OutcomeUnknownException.class)
                    .hasMessageContaining("FAKTORY-208");
        }
    }
}
