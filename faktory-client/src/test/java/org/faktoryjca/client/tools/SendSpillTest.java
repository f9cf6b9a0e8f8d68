package org.faktoryjca.client.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.faktoryjca.Job;
import org.faktoryjca.client.json.JobDefaults;
import org.faktoryjca.client.json.JobWriter;
import org.faktoryjca.testing.server.WorkServers;
import org.junit.jupiter.api.Test;

/** A spill file's jobs reach the server in their order, and those that do not are still on the disk. */
class SendSpillTest extends SpilledJobs {
    @Test
    void everyJobIsSentInOrderAndTheFileIsGone() throws IOException {
        try (var server = WorkServers.start()) {
            spill(jobs(0, 2500));
            assertThat(send(server)).isEqualTo(SendSpill.ALL_SENT);
            assertThat(said()).contains("accepted 2500, rejected 0, none left").doesNotContain("\"args\"");
            assertNothingLeft();
            assertThat(fetchAll(server, 2500)).isEqualTo(numbers(0, 2500));
        }
    }

    @Test
    void whatTheServerRefusesAndWhatIsNoJobIsPutAside() throws IOException {
        try (var server = WorkServers.start()) {
            var badQueue = new JobWriter(new JobDefaults("a b", 25, JobDefaults.STANDARD.reserveFor()));
            spill(jobs(0, 2));
            append(new String(badQueue.write(Job.of("t").jid("jid-refused")).json(), StandardCharsets.UTF_8) + "\n");
            append("{\"jid\":\"jid-wrong\",\"jobtype\":\"t\",\"args\":[],\"retry\":\"often\"}\n");
            append("nonsense\n\n");
            spill(jobs(2, 4));
            append("{\"jid\":\"jid-cut-of");

            assertThat(send(server)).isEqualTo(SendSpill.SOME_REJECTED);

            assertThat(said())
                    .contains("accepted 4, rejected 4, none left")
                    .contains("job jid-refused (t, queue a b): ", "queue names must match")
                    .contains("job jid-wrong (t, queue default): ")
                    .contains("rejected line 5: ", "rejected line 9: ");
            assertThat(Files.readAllLines(directory.resolve("spill.jsonl.rejected")))
                    .hasSize(4)
                    .anyMatch(line -> line.contains("jid-refused"))
                    .anyMatch(line -> line.equals("nonsense"));
            assertOwnersOnly(directory.resolve("spill.jsonl.rejected"));
            assertThat(file).doesNotExist();
            assertThat(fetchAll(server, 4)).isEqualTo(numbers(0, 4));
        }
    }

    @Test
    void afterAllWasSentThereIsNothingToDo() throws IOException {
        spill(jobs(0, 1));
        try (var server = WorkServers.start()) {
            assertThat(send(server)).isZero();
            printed.reset();
            assertThat(send(server)).isZero();
        }
        assertThat(said()).contains("accepted 0, rejected 0, none left");
    }

    @Test
    void argumentsThatMakeNoSenseAreNamedAndNothingIsSent() throws IOException {
        spill(jobs(0, 1));
        var print = new PrintStream(printed, true, StandardCharsets.UTF_8);
        var command = new SendSpill(print, print);
        assertThat(command.run(List.of())).isEqualTo(SendSpill.CANNOT_BEGIN);
        assertThat(command.run(List.of("queues=a", "--force", file.toString()))).isEqualTo(SendSpill.CANNOT_BEGIN);
        assertThat(command.run(List.of("url=nowhere", "readTimeout=5", file.toString())))
                .isEqualTo(SendSpill.CANNOT_BEGIN);
        assertThat(said()).contains("usage: ", "no setting of a server: queues, --force", "FAKTORY-501", "readTimeout");
        assertThat(file).exists();
    }
}
