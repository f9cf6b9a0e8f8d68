package org.faktoryjca.client.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.faktoryjca.Job;
import org.faktoryjca.client.spill.SpillFile;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.faktoryjca.testing.server.WorkServers;
import org.junit.jupiter.api.Test;

/** A spill file that is not there, cannot be written, or is used by others at the same time. */
class SendSpillFilesTest extends SpilledJobs {
    @Test
    void aFileThatHasNeverBeenThereIsAMistake() {
        try (var server = EmbeddedFaktory.start()) {
            assertThat(send(server)).isEqualTo(2);
        }
        assertThat(said()).startsWith(file + " cannot be sent: there is no such file");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aDirectoryIsLeftAlone() throws IOException {
        Files.createDirectory(file);
        try (var server = EmbeddedFaktory.start()) {
            assertThat(send(server)).isEqualTo(2);
        }
        assertThat(said()).startsWith(file + " cannot be sent: it is no file");
        assertThat(directory.toFile().list()).containsExactly("spill.jsonl");
    }

    @Test
    void whatALaterRunCanDoAfterAFileCouldNotBeWrittenIsLeftToIt() throws IOException {
        spill(jobs(0, 2));
        append("no job\n");
        spill(jobs(2, 3));
        var rejected = Files.createDirectory(directory.resolve("spill.jsonl.rejected"));
        try (var server = WorkServers.start()) {
            assertThat(send(server)).isEqualTo(3);
            assertThat(said()).contains("accepted 2, rejected 0, the rest is in " + file + ".sending", "rejected");
            Files.delete(rejected);
            assertThat(send(server)).isEqualTo(1);
            assertThat(said()).contains("accepted 1, rejected 1, none left");
            // The one behind the line was taken with the first two.
            assertThat(fetchAll(server, 4)).containsExactly(0, 1, 2, 2);
        }
        assertThat(Files.readAllLines(rejected)).containsExactly("no job");
    }

    @Test
    void whileOthersGoOnAppendingNoJobIsLostAndNoneComesTwice() throws Exception {
        try (var server = EmbeddedFaktory.start()) {
            var pushed = new ArrayList<String>();
            var filler = "x".repeat(20_000);
            var appender = new FutureTask<>(() -> {
                for (int round = 0; round < 40; round++) {
                    var jobs = IntStream.range(0, 100)
                            .mapToObj(i -> Job.of("count", filler))
                            .toList();
                    jobs.forEach(job -> pushed.add(job.jid()));
                    new SpillFile(file).append(WRITER.writeAll(jobs));
                }
                return true;
            });
            new SpillFile(file).append(List.of());
            new Thread(appender, "appender").start();
            while (!appender.isDone()) {
                assertThat(send(server)).isEqualTo(SendSpill.ALL_SENT);
            }
            assertThat(appender.get()).isTrue();
            assertThat(send(server)).isEqualTo(SendSpill.ALL_SENT);
            assertThat(server.queued("default").stream()
                            .map(json -> json.replaceFirst(".*\"jid\":\"([^\"]*)\".*", "$1")))
                    .containsExactlyElementsOf(pushed);
            assertNothingLeft();
        }
    }

    @Test
    void twoAtTheSameFileAreKeptApart() throws IOException {
        try (var server = EmbeddedFaktory.start();
                var channel = FileChannel.open(
                        directory.resolve("spill.jsonl.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            spill(jobs(0, 1));
            assertThat(send(server)).isEqualTo(SendSpill.CANNOT_BEGIN);
            assertThat(said()).contains("another process is sending it");
            assertThat(file).exists();
        }
    }
}
