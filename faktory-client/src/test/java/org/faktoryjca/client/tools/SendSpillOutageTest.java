package org.faktoryjca.client.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.faktoryjca.testing.server.FaktoryProcess;
import org.faktoryjca.testing.server.Fault;
import org.faktoryjca.testing.server.Fault.Direction;
import org.faktoryjca.testing.server.FaultProxy;
import org.faktoryjca.testing.server.WorkServers;
import org.junit.jupiter.api.Test;

/** A spill file's jobs while the server is away, is lost, or has trouble of its own: what it has not accepted is still on the disk. */
class SendSpillOutageTest extends SpilledJobs {
    @Test
    void whatCouldNotBeSentIsKeptAndGoesFirstTheNextTime() throws IOException {
        try (var server = WorkServers.start();
                var proxy = FaultProxy.before(server)) {
            spill(jobs(0, 2500));
            // The first chunk is some 90 kB; the connection ends in the middle of the second.
            proxy.set(Fault.cut().in(Direction.TO_SERVER).after(120_000));
            assertThat(send(proxy)).isEqualTo(SendSpill.SOME_LEFT);
            assertThat(said()).contains("accepted 1000, rejected 0, the rest is in ", "FAKTORY-202");
            var left = directory.resolve("spill.jsonl.sending");
            assertThat(Files.readAllLines(left)).hasSize(1500);
            assertOwnersOnly(left);

            spill(jobs(2500, 2600));
            proxy.clear();
            assertThat(send(proxy)).isEqualTo(SendSpill.ALL_SENT);
            assertThat(said()).contains("an earlier run has left jobs", "accepted 1600, rejected 0, none left");
            assertNothingLeft();
            assertThat(fetchAll(server, 2600)).isEqualTo(numbers(0, 2600));
        }
    }

    @Test
    void jobsThatWereOnTheirWayMayComeTwiceAndAreNeverLost() throws IOException {
        try (var server = EmbeddedFaktory.start();
                var proxy = FaultProxy.before(server)) {
            spill(jobs(0, 10));
            proxy.set(Fault.cut().in(Direction.TO_CLIENT).at("PUSHB"));
            assertThat(send(proxy)).isEqualTo(SendSpill.SOME_LEFT);
            proxy.clear();
            assertThat(send(proxy)).isEqualTo(SendSpill.ALL_SENT);
            assertThat(server.queued("default")).hasSize(20);
        }
    }

    @Test
    void aServerThatCannotBeReachedLeavesEverything() throws IOException {
        try (var server = EmbeddedFaktory.start();
                var proxy = FaultProxy.before(server)) {
            spill(jobs(0, 3));
            proxy.set(Fault.refuse());
            assertThat(send(proxy)).isEqualTo(SendSpill.SOME_LEFT);
            assertThat(said()).contains("accepted 0, rejected 0, the rest is in ", "FAKTORY-103");
            assertThat(Files.readAllLines(directory.resolve("spill.jsonl.sending")))
                    .hasSize(3);
        }
    }

    @Test
    void whatWasRefusedBeforeTheServerWasLostIsNotTriedAgain() throws IOException {
        try (var server = WorkServers.start();
                var proxy = FaultProxy.before(server)) {
            spill(jobs(0, 1));
            // It makes the server refuse them all, so that they go one by one.
            append("{\"jid\":\"jid-wrong\",\"jobtype\":\"t\",\"args\":[],\"retry\":\"often\"}\n");
            append("nonsense\n");
            spill(jobs(1, 2));
            var lines = Files.readAllLines(file);
            var before = Stream.of(
                            List.of(lines.get(0), lines.get(1), lines.get(3)), lines.subList(0, 1), lines.subList(1, 2))
                    .mapToLong(jobs -> ("PUSHB [" + String.join(",", jobs) + "]\r\n").length())
                    .sum();
            proxy.set(Fault.cut().in(Direction.TO_SERVER).at("PUSHB").after(before + 5));
            assertThat(send(proxy)).isEqualTo(SendSpill.SOME_LEFT);
            assertThat(said()).contains("accepted 1, rejected 2, the rest is in ");
            assertThat(Files.readAllLines(directory.resolve("spill.jsonl.sending")))
                    .containsExactly(lines.get(3));

            proxy.clear();
            assertThat(send(proxy)).isEqualTo(SendSpill.ALL_SENT);
            assertThat(Files.readAllLines(directory.resolve("spill.jsonl.rejected")))
                    .containsExactly(lines.get(1), lines.get(2));
            assertThat(fetchAll(server, 2)).isEqualTo(numbers(0, 2));
        }
    }

    @Test
    void troubleOfTheServersOwnLosesNothingAndRejectsNothing() throws IOException {
        spill(jobs(0, 3));
        try (var server = WorkServers.start()) {
            assumeTrue(server instanceof FaktoryProcess, "only a real server has a Redis");
            var real = (FaktoryProcess) server;
            real.freezeRedis();
            assertThat(send(server)).isEqualTo(SendSpill.SOME_LEFT);
            assertThat(said()).contains("accepted 0, rejected 0", "FAKTORY-208");
            assertThat(directory.resolve("spill.jsonl.sending")).exists();
            assertThat(directory.resolve("spill.jsonl.rejected")).doesNotExist();

            real.thawRedis();
            assertThat(send(server)).isZero();
            assertThat(said()).contains("accepted 3, rejected 0");
            assertNothingLeft();
        }
    }
}
