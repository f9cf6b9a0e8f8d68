package org.faktoryjca.client.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.faktoryjca.Job;
import org.faktoryjca.client.Connection;
import org.faktoryjca.client.json.JobDefaults;
import org.faktoryjca.client.json.JobWriter;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.testing.server.WorkServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A spill file of a test's own, and what became of its jobs. */
abstract class SpilledJobs {
    static final JobWriter WRITER = new JobWriter(JobDefaults.STANDARD);

    @TempDir
    Path directory;

    Path file;
    final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeEach
    void name() {
        file = directory.resolve("spill.jsonl");
    }

    int send(WorkServer server) {
        var print = new PrintStream(printed, true, StandardCharsets.UTF_8);
        // No test waits for silence, and a busy machine may need its time for a thousand jobs.
        return new SendSpill(print, print).run(List.of("url=" + server.url(), "readTimeout=60s", file.toString()));
    }

    String said() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    /** But for the lock's empty file, which stays. */
    void assertNothingLeft() {
        assertThat(directory.toFile().list()).containsExactly("spill.jsonl.lock");
    }

    void spill(Job... jobs) throws IOException {
        for (var job : jobs) {
            append(new String(WRITER.write(job).json(), StandardCharsets.UTF_8) + "\n");
        }
    }

    void append(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    static Job[] jobs(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> Job.of("count", i).jid("jid-of-job-" + i))
                .toArray(Job[]::new);
    }

    static List<Integer> fetchAll(WorkServer server, int count) {
        try (var connection = Connection.open(ServerSettings.at(server.url()))) {
            var numbers = new ArrayList<Integer>();
            for (int i = 0; i < count; i++) {
                numbers.add(connection.fetch(List.of("default")).orElseThrow().arg(0, Integer.class));
            }
            assertThat(connection.info().enqueued()).as("not one more").isZero();
            return numbers;
        }
    }

    static List<Integer> numbers(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    static void assertOwnersOnly(Path file) throws IOException {
        assertThat(Files.getPosixFilePermissions(file))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }
}
