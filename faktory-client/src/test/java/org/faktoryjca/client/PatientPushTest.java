package org.faktoryjca.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.Job;
import org.faktoryjca.OutcomeUnknownException;
import org.faktoryjca.client.json.EncodedJob;
import org.faktoryjca.client.json.JobDefaults;
import org.faktoryjca.client.json.JobWriter;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.faktoryjca.testing.server.Fault;
import org.faktoryjca.testing.server.FaultProxy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A push whose answer is waited for in two steps, by someone in a hurry and by someone who is not. */
@Timeout(120)
class PatientPushTest {
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(30);

    private EmbeddedFaktory server;
    private FaultProxy proxy;
    private Connection connection;

    @BeforeEach
    void connect() {
        server = EmbeddedFaktory.start();
        proxy = FaultProxy.before(server);
        connection = open(Duration.ofMinutes(1));
    }

    private Connection open(Duration readTimeout) {
        return Connection.open(ServerSettings.at(proxy.url()).withReadTimeout(readTimeout));
    }

    @AfterEach
    void disconnect() {
        connection.close();
        proxy.close();
        server.close();
    }

    private static List<EncodedJob> job() {
        return List.of(new JobWriter(JobDefaults.STANDARD).write(Job.of("greet")));
    }

    @Test
    void anAnswerInTimeIsTheAnswer() {
        assertThat(connection.pushBulk(job(), LONG)).contains(java.util.Map.of());
        assertThatThrownBy(() -> connection.pushed(LONG)).isInstanceOf(IllegalStateException.class);
        connection.ping();
    }

    @Test
    void aLateAnswerIsReadLaterAndTheConversationGoesOn() {
        proxy.set(Fault.delay(Duration.ofDays(1)));
        assertThat(connection.pushBulk(job(), SHORT)).isEmpty();
        assertThat(connection.pushed(SHORT)).isEmpty();
        assertThatThrownBy(connection::ping)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("push of job");
        proxy.clear();
        assertThat(connection.pushed(LONG)).isPresent();
        connection.ping();
        assertThat(server.queued("default")).hasSize(1);
    }

    @Test
    void noAnswerAtAllIsAnErrorInTheEnd() {
        try (var hurried = open(Duration.ofSeconds(2))) {
            proxy.set(Fault.silence());
            assertThat(hurried.pushBulk(job(), SHORT)).isEmpty();
            assertThatThrownBy(() -> {
                        while (hurried.pushed(SHORT).isEmpty()) {
                            assertThat(hurried.isOpen()).isTrue();
                        }
                    })
                    .isInstanceOfSatisfying(
                            OutcomeUnknownException.class,
                            thrown -> assertThat(thrown.code()).isEqualTo(ErrorCode.READ_TIMEOUT));
            assertThat(hurried.isOpen()).isFalse();
        }
    }

    @Test
    void theEndOfTheConnectionIsAnErrorAtOnce() {
        proxy.set(Fault.cut().in(Fault.Direction.TO_CLIENT).at("PUSHB"));
        assertThatThrownBy(() -> connection.pushBulk(job(), LONG)).isInstanceOf(OutcomeUnknownException.class);
        assertThat(server.queued("default")).hasSize(1);
    }

    @Test
    void anotherThreadBreaksAConnectionThatHoldsItsOwnerUp() throws Exception {
        proxy.set(Fault.silence());
        var breaker = new Thread(connection::abort);
        breaker.start();
        assertThatThrownBy(() -> connection.pushBulk(job(), LONG)).isInstanceOf(OutcomeUnknownException.class);
        breaker.join();
        assertThat(connection.isOpen()).isFalse();
    }
}
