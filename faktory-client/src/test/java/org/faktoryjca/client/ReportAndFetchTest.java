package org.faktoryjca.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.List;
import org.faktoryjca.ConnectionLostException;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.Job;
import org.faktoryjca.OutcomeUnknownException;
import org.faktoryjca.RejectedException;
import org.faktoryjca.client.MisbehavingServer.Script;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.testing.server.WorkServers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A report and the next FETCH in one write: two replies, each with a fate of its own. */
@Timeout(120)
class ReportAndFetchTest {
    private static final List<String> DEFAULT = List.of("default");
    private static final String JOB = "{\"jid\":\"the-next-job\",\"jobtype\":\"x\",\"args\":[]}";

    private interface Talk {
        void with(Connection connection) throws IOException;
    }

    private static void after(Script afterHello, Talk talk) throws IOException {
        try (var server = MisbehavingServer.that(conversation -> afterHello.play(conversation.greet()));
                var connection = Connection.open(server.settings())) {
            talk.with(connection);
        }
    }

    private static void broken(Connection connection) {
        assertThat(connection.isFetching()).isFalse();
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void theServerTakesTheReportAndBringsTheNextJob() {
        try (var server = WorkServers.start();
                var connection = Connection.open(ServerSettings.at(server.url()))) {
            for (int i = 0; i < 3; i++) {
                connection.push(Job.of("x", i));
            }
            var first = connection.fetch(DEFAULT).orElseThrow();

            connection.ackAndFetch(first.jid(), DEFAULT);

            connection.reported();
            assertThat(connection.isFetching()).isTrue();
            assertThatThrownBy(connection::ping)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("FETCH from default");
            var second = connection.fetched().orElseThrow();

            connection.failAndFetch(second.jid(), "Oops", "no paper", List.of("line"), DEFAULT);

            connection.reported();
            assertThat(connection.fetched().orElseThrow().args()).containsExactly(2);
            assertThat(connection.isFetching()).isFalse();
            assertThatThrownBy(connection::fetched).isInstanceOf(IllegalStateException.class);

            assertThat(connection.info().processed()).isEqualTo(2);
            assertThat(connection.info().failures()).isEqualTo(1);
            assertThat(connection.info().working()).isEqualTo(1);
        }
    }

    @Test
    void aReportThatIsRefusedLeavesItsFetchUnderWay() {
        try (var server = WorkServers.start();
                var connection = Connection.open(ServerSettings.at(server.url()))) {
            connection.push(Job.of("x"));
            assertThatThrownBy(() -> {
                        connection.failAndFetch("unknown-jid", "Oops", "", List.of(), DEFAULT);
                        connection.reported();
                    })
                    .isInstanceOfSatisfying(
                            RejectedException.class, e -> assertThat(e.reason()).contains("not found"));
            assertThat(connection.isFetching()).isTrue();
            assertThat(connection.fetched()).isPresent();
        }
    }

    @Test
    void theReportIsAnsweredWhileTheFetchStillWaits() throws IOException {
        after(
                talk -> {
                    assertThat(talk.hear()).isEqualTo("ACK {\"jid\":\"done-job-1\"}");
                    talk.say("+OK\r\n");
                    assertThat(talk.hear()).isEqualTo("FETCH default");
                    talk.say("$" + JOB.length() + "\r\n" + JOB + "\r\n").fallSilent();
                },
                connection -> {
                    connection.ackAndFetch("done-job-1", DEFAULT);
                    connection.reported();
                    assertThat(connection.fetched().orElseThrow().jid()).isEqualTo("the-next-job");
                });
    }

    @Test
    void aConnectionLostBeforeTheFirstReplyLeavesTheReportsOutcomeUnknown() throws IOException {
        after(
                talk -> {
                    talk.hear();
                    talk.hangUp();
                },
                connection -> {
                    assertThatThrownBy(() -> {
                                connection.ackAndFetch("done-job-1", DEFAULT);
                                connection.reported();
                            })
                            .isInstanceOf(OutcomeUnknownException.class)
                            .hasMessageContaining("ACK of job done-job-1");
                    broken(connection);
                });
    }

    @Test
    void theServersEndDuringALongJobIsNoticedByTheReport() throws IOException {
        after(MisbehavingServer.Conversation::hangUp, connection -> {
            await().until(() -> !connection.isFresh());
            assertThatThrownBy(() -> {
                        connection.ackAndFetch("done-job-1", DEFAULT);
                        connection.reported();
                    })
                    .isInstanceOf(OutcomeUnknownException.class)
                    .hasMessageContaining("ACK of job done-job-1");
            broken(connection);
        });
    }

    @Test
    void aConnectionLostBetweenTheRepliesLeavesTheReportDoneAndTheFetchUnknown() throws IOException {
        after(
                talk -> {
                    talk.hear();
                    talk.say("+OK\r\n").hangUp();
                },
                connection -> {
                    connection.ackAndFetch("done-job-1", DEFAULT);
                    connection.reported();
                    assertThatThrownBy(connection::fetched)
                            .isInstanceOf(OutcomeUnknownException.class)
                            .hasMessageContaining("FETCH from default");
                    broken(connection);
                });
    }

    @Test
    void aFetchThatIsNeverAnsweredTimesOutByItself() throws IOException {
        after(
                talk -> {
                    talk.hear();
                    talk.say("+OK\r\n").fallSilent();
                },
                connection -> {
                    connection.ackAndFetch("done-job-1", DEFAULT);
                    connection.reported();
                    assertThatThrownBy(connection::fetched)
                            .isInstanceOfSatisfying(
                                    OutcomeUnknownException.class,
                                    e -> assertThat(e.code()).isEqualTo(ErrorCode.READ_TIMEOUT));
                    broken(connection);
                });
    }

    @Test
    void aServerThatStopsHasTakenNeither() throws IOException {
        after(
                talk -> {
                    talk.hear();
                    talk.say("-ERR shutdown in progress\r\n-ERR shutdown in progress\r\n")
                            .fallSilent();
                },
                connection -> {
                    assertThatThrownBy(() -> {
                                connection.ackAndFetch("done-job-1", DEFAULT);
                                connection.reported();
                            })
                            .isInstanceOf(ConnectionLostException.class);
                    broken(connection);
                });
    }

    @Test
    void aJidWithQuotesIsWrittenAsJson() throws IOException {
        after(
                talk -> {
                    assertThat(talk.hear()).isEqualTo("ACK {\"jid\":\"a\\\"b\\\\ü-long\"}");
                    talk.say("+OK\r\n").fallSilent();
                },
                connection -> connection.ack("a\"b\\ü-long"));
    }
}
