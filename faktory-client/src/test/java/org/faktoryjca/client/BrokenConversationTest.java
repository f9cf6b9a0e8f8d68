package org.faktoryjca.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.faktoryjca.CannotConnectException;
import org.faktoryjca.ClosedException;
import org.faktoryjca.ConnectionLostException;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.Job;
import org.faktoryjca.OutcomeUnknownException;
import org.faktoryjca.PushIncompleteException;
import org.faktoryjca.UnsupportedByServerException;
import org.faktoryjca.client.MisbehavingServer.Script;
import org.faktoryjca.client.json.JobDefaults;
import org.faktoryjca.client.json.JobWriter;
import org.junit.jupiter.api.Test;

/** What breaks after the handshake: sent or not sent is told apart, and a broken connection is not used again. */
class BrokenConversationTest {

    private static void push(Script afterHello, Class<? extends FaktoryException> type, ErrorCode code, String... words)
            throws IOException {
        try (var server = MisbehavingServer.that(talk -> afterHello.play(talk.greet()));
                var connection = Connection.open(server.settings())) {
            assertThatThrownBy(() -> connection.push(Job.of("greet").jid("the-jid-of-it")))
                    .isInstanceOfSatisfying(type, e -> assertThat(e.code()).isEqualTo(code))
                    .hasMessageContaining("the-jid-of-it")
                    .hasMessageContaining("tcp://127.0.0.1:" + server.port())
                    .hasMessageContaining(code.remedy())
                    .satisfies(e -> assertThat(List.of(words))
                            .allSatisfy(word -> assertThat(e).hasMessageContaining(word)));
            assertThat(connection.isOpen()).isFalse();
            assertThatThrownBy(connection::ping).isInstanceOf(ClosedException.class);
        }
    }

    private static Script answering(String reply) {
        return talk -> {
            talk.hear();
            talk.say(reply).hangUp();
        };
    }

    @Test
    void theServerHangsUpInsteadOfAnAnswer() throws IOException {
        push(answering(""), OutcomeUnknownException.class, ErrorCode.OUTCOME_UNKNOWN);
    }

    @Test
    void theServerHangsUpInTheMiddleOfItsAnswer() throws IOException {
        push(answering("$20\r\n{\"abc"), OutcomeUnknownException.class, ErrorCode.OUTCOME_UNKNOWN, "middle of a reply");
        push(answering("+O"), OutcomeUnknownException.class, ErrorCode.OUTCOME_UNKNOWN);
    }

    @Test
    void theServerSaysNothing() throws IOException {
        push(talk -> talk.fallSilent(), OutcomeUnknownException.class, ErrorCode.READ_TIMEOUT, "300 ms");
    }

    @Test
    void theServerStopsInTheMiddleOfItsAnswer() throws IOException {
        push(
                talk -> {
                    talk.hear();
                    talk.say("$20\r\n{").fallSilent();
                },
                OutcomeUnknownException.class,
                ErrorCode.READ_TIMEOUT);
    }

    @Test
    void theAnswerIsNotOfTheProtocol() throws IOException {
        push(answering("!what\r\n"), OutcomeUnknownException.class, ErrorCode.PROTOCOL_BROKEN, "'!what'");
        push(answering("$-7\r\n"), OutcomeUnknownException.class, ErrorCode.PROTOCOL_BROKEN, "-7");
        push(answering("$2\r\n{}xx"), OutcomeUnknownException.class, ErrorCode.PROTOCOL_BROKEN, "does not end there");
        push(answering("$4\r\n{{{{\r\n"), OutcomeUnknownException.class, ErrorCode.PROTOCOL_BROKEN);
        push(answering("+OK\r\n"), OutcomeUnknownException.class, ErrorCode.PROTOCOL_BROKEN, "another kind");
    }

    @Test
    void aServerThatStopsHasNotDoneIt() throws IOException {
        push(
                answering("-ERR shutdown in progress\r\n"),
                ConnectionLostException.class,
                ErrorCode.CONNECTION_LOST,
                "shutdown in progress");
    }

    @Test
    void aServerThatLosesItsStoreMayHaveDoneIt() throws IOException {
        push(
                answering("-ERR redis: client is closed\r\n"),
                OutcomeUnknownException.class,
                ErrorCode.SERVER_TROUBLE,
                "redis: client is closed");
    }

    @Test
    void aReportThatMeetsTheServersOwnTroubleLosesNoJobThatItsFetchBrings() throws IOException {
        try (var server = MisbehavingServer.that(talk -> {
                    talk.greet().hear();
                    talk.say("-ERR redis: connection pool timeout\r\n");
                    var job = "{\"jid\":\"the-next-one\",\"jobtype\":\"t\",\"args\":[]}";
                    talk.say("$" + job.length() + "\r\n" + job + "\r\n").fallSilent();
                });
                var connection = Connection.open(server.settings())) {
            assertThatThrownBy(() -> {
                        connection.ackAndFetch("the-one-before", List.of("default"));
                        connection.reported();
                    })
                    .isInstanceOfSatisfying(
                            OutcomeUnknownException.class,
                            thrown -> assertThat(thrown.code()).isEqualTo(ErrorCode.SERVER_TROUBLE));
            assertThat(connection.fetched().orElseThrow().jid()).isEqualTo("the-next-one");
        }
    }

    @Test
    void oneConnectionTooMany() throws IOException {
        push(
                answering("-ERR too many connections: 2001\r\n"),
                CannotConnectException.class,
                ErrorCode.TOO_MANY_CONNECTIONS,
                "2001");
    }

    @Test
    void aCommandThatTheServerDoesNotHaveLeavesTheConnectionOpen() throws IOException {
        try (var server = MisbehavingServer.that(talk -> {
                    talk.greet().hear();
                    talk.say("-ERR unknown command INFO\r\n").hear();
                    talk.say("$2\r\n{}\r\n").fallSilent();
                });
                var connection = Connection.open(server.settings())) {
            assertThatThrownBy(connection::info)
                    .isInstanceOf(UnsupportedByServerException.class)
                    .hasMessageContaining("unknown command INFO");
            connection.ping();
        }
    }

    @Test
    void aConnectionThatTheServerClosedMeanwhileIsFoundBeforeAnythingIsSent() throws IOException {
        var clock = new AtomicLong();
        try (var server = MisbehavingServer.that(talk -> talk.greet().hangUp());
                var connection = Connection.open(server.settings(), clock::get)) {
            server.awaitEnd();
            clock.set(2_000_000_000L);
            assertThatThrownBy(() -> connection.push(Job.of("greet")))
                    .isInstanceOf(ConnectionLostException.class)
                    .hasMessageStartingWith("FAKTORY-201")
                    .hasMessageContaining("Nothing was sent");
            assertThat(connection.isOpen()).isFalse();
        }
    }

    @Test
    void aJobThatCannotBeReadIsFailedAndNotKept() throws IOException {
        var heard = new AtomicReference<String>();
        try (var server = MisbehavingServer.that(talk -> {
                    talk.greet().hear();
                    talk.say("$27\r\n{\"jid\":\"12345678\",\"args\":7}\r\n");
                    heard.set(talk.hear());
                    talk.say("+OK\r\n").fallSilent();
                });
                var connection = Connection.open(server.settings())) {
            assertThatThrownBy(() -> connection.fetch(List.of("default")))
                    .isInstanceOf(FaktoryException.class)
                    .hasMessageStartingWith("FAKTORY-606");
            assertThat(heard.get()).startsWith("FAIL {").contains("\"12345678\"", "UnreadableJob");
            assertThat(connection.isOpen()).isTrue();
        }
    }

    @Test
    void whatBecameOfEachOfManyJobsIsTold() throws IOException {
        var writer = new JobWriter(JobDefaults.STANDARD);
        var jobs = List.of("jid-of-1st", "jid-of-2nd", "jid-of-3rd", "jid-of-4th").stream()
                .map(jid -> writer.write(Job.of("greet").jid(jid)))
                .toList();
        try (var server = MisbehavingServer.that(talk -> {
                    talk.greet().hear();
                    talk.say("$31\r\n{\"jid-of-1st\":\"jobs must wait\"}\r\n").hear();
                    talk.hangUp();
                });
                var connection = Connection.open(server.settings())) {
            assertThatThrownBy(() -> new BulkPush(jobs, 1).over(connection))
                    .isInstanceOfSatisfying(PushIncompleteException.class, e -> {
                        assertThat(e.rejected()).containsEntry("jid-of-1st", "jobs must wait");
                        assertThat(e.accepted()).isEmpty();
                        assertThat(e.unknown()).containsExactly("jid-of-2nd");
                        assertThat(e.notSent()).containsExactly("jid-of-3rd", "jid-of-4th");
                        assertThat(e.getCause()).isInstanceOf(OutcomeUnknownException.class);
                    });
        }
    }
}
