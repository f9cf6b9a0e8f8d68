package org.faktoryjca.testing.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** What the server in memory does when its clock is moved: retries, schedules, reservations. */
class EmbeddedClockTest {

    @Test
    void aFailedJobComesBackWhenItsTimeHasCome() throws IOException {
        try (var server = EmbeddedFaktory.start();
                var client = RawClient.greeted(server)) {
            client.push("failing-job", "");
            client.ask("FETCH default");
            client.ask("FAIL {\"jid\":\"failing-job\"}");
            server.advance(Duration.ofSeconds(10));
            assertThat(server.retries()).singleElement().asString().contains("failing-job");
            server.advance(Duration.ofSeconds(35));
            assertThat(server.retries()).isEmpty();
            assertThat(server.queued("default")).singleElement().asString().contains("\"retry_count\":0");
        }
    }

    /** n⁴ s and some for the n-th retry: three weeks, or four with the worst luck. */
    @Test
    void aJobThatAlwaysFailsRunsTwentySixTimesInThreeToFourWeeksAndIsDead() throws IOException {
        try (var server = EmbeddedFaktory.start();
                var client = RawClient.greeted(server)) {
            client.push("hopeless-job", "");
            var begun = server.now();
            var runs = 0;
            while (server.dead().isEmpty()) {
                assertThat(client.ask("FETCH default")).contains("hopeless-job");
                runs++;
                assertThat(client.ask("FAIL {\"jid\":\"hopeless-job\"}")).isEqualTo("+OK");
                while (!server.retries().isEmpty()) {
                    server.advance(Duration.ofSeconds(10));
                }
            }
            assertThat(runs).isEqualTo(26);
            assertThat(Duration.between(begun, server.now())).isBetween(Duration.ofDays(20), Duration.ofDays(28));
        }
    }

    @Test
    void aScheduledJobIsEnqueuedWhenItIsDue() throws IOException {
        try (var server = EmbeddedFaktory.start();
                var client = RawClient.greeted(server)) {
            var at = Instant.now().plusSeconds(3600);
            client.push("scheduled-job", ",\"at\":\"" + at + "\"");
            client.push("lost-job", ",\"queue\":\"a b\",\"at\":\"" + at + "\"");
            assertThat(server.scheduled()).hasSize(2);
            server.advance(Duration.ofMinutes(59));
            assertThat(server.scheduled()).hasSize(2);
            server.advance(Duration.ofMinutes(2));
            assertThat(server.scheduled()).isEmpty();
            assertThat(server.queued("default")).singleElement().asString().contains("scheduled-job", "enqueued_at");
        }
    }

    @Test
    void aReservationThatEndsIsAFailure() throws IOException {
        try (var server = EmbeddedFaktory.start();
                var client = RawClient.greeted(server)) {
            client.push("slow-job", "");
            client.ask("FETCH default");
            server.advance(Duration.ofSeconds(1799));
            assertThat(server.working()).singleElement().asString().contains("slow-job");
            server.advance(Duration.ofSeconds(2));
            assertThat(server.working()).isEmpty();
            assertThat(server.retries())
                    .singleElement()
                    .asString()
                    .contains("\"errtype\":\"ReservationExpired\"", "\"message\":\"Faktory job reservation expired\"");
            assertThat(client.ask("ACK {\"jid\":\"slow-job\"}")).isEqualTo("+OK");
            assertThat(server.retries()).hasSize(1);
        }
    }

    @Test
    void aReservationLastsAMinuteAtLeast() throws IOException {
        try (var server = EmbeddedFaktory.start();
                var client = RawClient.greeted(server)) {
            client.push("short-job", ",\"reserve_for\":1");
            client.ask("FETCH default");
            server.advance(Duration.ofSeconds(59));
            assertThat(server.working()).hasSize(1);
            server.advance(Duration.ofSeconds(2));
            assertThat(server.working()).isEmpty();
        }
    }

    @Test
    void aWaitingFetchGetsAJobThatFallsDue() throws IOException {
        try (var server = EmbeddedFaktory.start();
                var client = RawClient.greeted(server)) {
            client.push("falling-due", ",\"at\":\"" + Instant.now().plusSeconds(60) + "\"");
            client.send("FETCH default");
            server.advance(Duration.ofMinutes(2));
            assertThat(client.read()).contains("falling-due");
        }
    }

    @Test
    void aClockThatATestMovesItselfIsFollowed() throws IOException {
        var time = new Object() {
            volatile Instant now = Instant.parse("2030-01-01T00:00:00Z");
        };
        var clock = new Clock() {
            @Override
            public Instant instant() {
                return time.now;
            }

            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
        try (var server = EmbeddedFaktory.builder().clock(clock).start();
                var client = RawClient.greeted(server)) {
            client.push("future-job", ",\"at\":\"2030-01-02T00:00:00Z\"");
            time.now = Instant.parse("2030-01-03T00:00:00Z");
            Await.until(() -> server.queued("default").size() == 1);
            assertThat(server.queued("default")).singleElement().asString().contains("2030-01-03T00:00:00Z");
        }
    }
}
