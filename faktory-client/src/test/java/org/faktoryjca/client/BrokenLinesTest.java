package org.faktoryjca.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.InvalidJobException;
import org.faktoryjca.Job;
import org.faktoryjca.RejectedException;
import org.faktoryjca.client.json.EncodedJob;
import org.faktoryjca.client.json.Json;
import org.faktoryjca.client.settings.ServerSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real servers repeat a jid in an error as it is, so that a line break in it makes two replies of one. */
class BrokenLinesTest extends ConnectedTest {
    private static final List<String> DEFAULT = List.of("default");

    private void pushAnyway(String jid) throws IOException {
        var job = Json.write(Map.of("jid", jid, "jobtype", "any", "args", List.of()));
        assertThat(connection.pushBulk(List.of(EncodedJob.read(job)))).isEmpty();
    }

    /** And the connection is closed, so that no line of the refusal is taken for the reply to something else. */
    private void refused(String error, ThrowingCallable said) {
        assertThatThrownBy(said)
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.reason()).startsWith(error));
        assertThat(connection.isOpen()).isFalse();
        assertThat(connection.isFetching()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"line\nfeed", "both\r\nof them", "both\r\n+OK", "both\r\n$-1\r\n", "carriage\rreturn"})
    void afterARefusalThatMayBeSeveralLinesNothingIsReadAnyMore(String jid) {
        refused("Job not found", () -> connection.fail(jid, "Oops", "", List.of()));
        connect();
        refused("Job not found", () -> {
            connection.failAndFetch(jid, "Oops", "", List.of(), DEFAULT);
            connection.reported();
        });
        connect();
        refused("unknown worker", () -> connection.beat(jid));
    }

    /** A FETCH behind it would reserve a job that nobody gets. */
    @Test
    void noJobIsFetchedBehindAReportThatMayBeRefusedInSeveralLines() {
        connection.push(Job.of("next"));
        refused("Job not found", () -> {
            connection.failAndFetch("never\r\nheard of", "Oops", "", List.of(), DEFAULT);
            connection.reported();
        });
        connection = Connection.open(ServerSettings.at(server.url()));
        assertThat(connection.fetch(DEFAULT)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"line\nfeed", "both\r\nof them", "both\r\n+OK", "carriage\rreturn"})
    void aJobOfSuchAJidIsRunAndReportedAsAnyOther(String jid) throws IOException {
        for (int i = 0; i < 4; i++) {
            pushAnyway(jid + i);
        }
        connection.ack(connection.fetch(DEFAULT).orElseThrow().jid());
        connection.ackAndFetch(connection.fetch(DEFAULT).orElseThrow().jid(), DEFAULT);
        connection.reported();
        var third = connection.fetched().orElseThrow();
        connection.failAndFetch(third.jid(), "Oops", "", List.of(), DEFAULT);
        connection.reported();
        assertThat(connection.isFetching()).isTrue();
        connection.fail(connection.fetched().orElseThrow().jid(), "Oops", "", List.of());

        var info = connection.info();
        assertThat(List.of(info.processed(), info.failures(), info.retries(), info.working()))
                .containsExactly(4L, 2L, 2L, 0L);
    }

    /** Enough bytes for the server, and too few characters for a job here. */
    @Test
    void aJobOfSuchAJidThatCannotBeReadIsFailed() throws IOException {
        var jid = "\u20ac\r\n\u20ac\u20ac";
        assertThat(jid.getBytes(StandardCharsets.UTF_8)).hasSizeGreaterThan(7);
        pushAnyway(jid);
        assertThatThrownBy(() -> connection.fetch(DEFAULT))
                .isInstanceOfSatisfying(
                        FaktoryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNREADABLE_JOB))
                .hasNoSuppressedExceptions();
        assertThat(connection.info().retries()).isEqualTo(1);
    }

    @Test
    void aJobOfSuchAJidIsNotPushedAgain() throws IOException {
        pushAnyway("line\r\nfeed");
        var received = connection.fetch(DEFAULT).orElseThrow();
        assertThatThrownBy(() -> connection.push(received))
                .isInstanceOf(InvalidJobException.class)
                .hasMessageContaining("no control characters, and has U+000D");
        assertThat(connection.info().enqueued()).isZero();
        assertThat(connection.push(received.jid("without-breaks"))).isEqualTo("without-breaks");
    }

    @Test
    void aWorkerHasNoSuchWid() {
        assertThatThrownBy(() -> new WorkerIdentity("line\r\nfeed", "localhost", 1, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
