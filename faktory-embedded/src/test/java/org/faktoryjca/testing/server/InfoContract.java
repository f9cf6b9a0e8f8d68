package org.faktoryjca.testing.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** INFO and FLUSH. */
abstract class InfoContract extends ContractTopic {

    @Test
    void infoTellsTheStateOfTheServer() throws IOException {
        push(jid(), "");
        push(jid(), ",\"queue\":\"other\"");
        fetchedJid("default");
        var info = client.askJson("INFO");
        assertThat(info.keySet()).containsExactly("now", "server_utc_time", "faktory", "server");
        assertThat(OffsetDateTime.parse(info.get("now").getAsString())).isNotNull();
        assertThat(info.get("server_utc_time").getAsString()).matches("\\d\\d:\\d\\d:\\d\\d UTC");
        var faktory = info.getAsJsonObject("faktory");
        assertThat(faktory.keySet())
                .containsExactly(
                        "queues",
                        "sets",
                        "tasks",
                        "total_failures",
                        "total_processed",
                        "total_enqueued",
                        "total_queues");
        assertThat(faktory.getAsJsonObject("queues").get("default").getAsInt()).isZero();
        assertThat(faktory.getAsJsonObject("queues").get("other").getAsInt()).isEqualTo(1);
        assertThat(faktory.get("sets")).hasToString("{\"dead\":0,\"retries\":0,\"scheduled\":0,\"working\":1}");
        assertThat(faktory.getAsJsonObject("tasks").keySet())
                .containsExactly("Busy", "Dead", "Retries", "Scheduled", "Workers");
        for (var task : new String[] {"Busy", "Workers"}) {
            assertThat(faktory.getAsJsonObject("tasks").getAsJsonObject(task).keySet())
                    .containsExactly("reaped", "size");
        }
        for (var task : new String[] {"Dead", "Retries", "Scheduled"}) {
            assertThat(faktory.getAsJsonObject("tasks").getAsJsonObject(task).keySet())
                    .containsExactly("cycles", "enqueued", "size", "wall_time_sec");
        }
        assertThat(faktory.get("total_enqueued").getAsInt()).isEqualTo(1);
        assertThat(faktory.get("total_queues").getAsInt())
                .isEqualTo(faktory.getAsJsonObject("queues").size());
        assertThat(info.getAsJsonObject("server").keySet())
                .containsExactly(
                        "description", "faktory_version", "uptime", "connections", "command_count", "used_memory_mb");
        assertThat(info.getAsJsonObject("server").get("description").getAsString())
                .isEqualTo(server() instanceof EmbeddedFaktory ? "Faktory in memory" : "Faktory");
    }

    @Test
    void whatTheServerDoesByItselfIsCountedSinceItsStartWhateverIsFlushed() throws IOException {
        var rounds = task("Scheduled", "cycles");
        var enqueued = task("Scheduled", "enqueued");
        var soon = now().plusSeconds(1).truncatedTo(ChronoUnit.SECONDS);
        push(jid(), ",\"at\":\"" + soon + "\"");
        push(jid(), ",\"at\":\"" + soon + "\"");
        pass(Duration.ofSeconds(1));
        Await.until(() -> set("scheduled") == 0);
        client.ask("FLUSH");
        Await.until(() -> task("Scheduled", "enqueued") == enqueued + 2);
        assertThat(task("Scheduled", "cycles")).isGreaterThan(rounds);
        assertThat(task("Scheduled", "wall_time_sec")).isPositive();
        assertThat(task("Retries", "cycles")).isPositive();
    }

    @Test
    void connectionsAndCommandsAreCounted() throws IOException {
        var before = client.askJson("INFO").getAsJsonObject("server");
        try (var other = RawClient.greeted(server())) {
            other.ask("PUSHB []");
            var after = client.askJson("INFO").getAsJsonObject("server");
            assertThat(after.get("command_count").getAsLong())
                    .isGreaterThanOrEqualTo(before.get("command_count").getAsLong() + 2);
            assertThat(after.get("connections").getAsInt()).isGreaterThanOrEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INFO", "INFO ", "INFO x"})
    void infoDoesNotLookAtAnArgument(String line) throws IOException {
        assertThat(client.askJson(line).has("faktory")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"FLUSH", "FLUSH ", "FLUSH x"})
    void flushForgetsAllJobsAndCountsButNotTheQueues(String line) throws IOException {
        push(jid(), "");
        push(jid(), ",\"at\":\"" + LATER + "\"");
        acknowledge(fetchedJid("default"));
        push(jid(), ",\"queue\":\"flushed\"");
        client.ask("QUEUE PAUSE flushed");
        assertThat(client.ask(line)).isEqualTo("+OK");
        assertThat(info().get("sets")).hasToString("{\"dead\":0,\"retries\":0,\"scheduled\":0,\"working\":0}");
        assertThat(queue("flushed")).isZero();
        assertThat(count("total_processed")).isZero();
        push(jid(), ",\"queue\":\"flushed\"");
        assertThat(client.ask("FETCH flushed")).isEqualTo("nil");
        client.ask("QUEUE RESUME flushed");
    }

    @Test
    void whatWasWorkingIsForgottenOrByHalfWhereTheServerIsWrong() throws IOException {
        var jid = working("");
        client.ask("FLUSH");
        assertThat(set("working")).isZero();
        assertThat(task("Busy", "size") > 0).isEqualTo(has(Wrong.FLUSH_FORGETS_RESERVATIONS_BY_HALF));
        assertThat(client.ask("FAIL {\"jid\":\"" + jid + "\"}"))
                .isEqualTo(has(Wrong.FLUSH_FORGETS_RESERVATIONS_BY_HALF) ? "+OK" : "-ERR Job not found " + jid);
        assertThat(set("retries")).isZero();
    }
}
