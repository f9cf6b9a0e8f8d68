package org.faktoryjca.client.spill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.faktoryjca.Job;
import org.faktoryjca.client.json.EncodedJob;
import org.faktoryjca.client.json.JobDefaults;
import org.faktoryjca.client.json.JobWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is appended to a spill file is in it, whole, whatever happens to the writer and whoever else uses the file. */
class SpillFileTest {
    private static final JobWriter WRITER = new JobWriter(JobDefaults.STANDARD);

    @TempDir
    private Path directory;

    private Path path;
    private SpillFile file;

    @BeforeEach
    void name() {
        path = directory.resolve("new/spill.jsonl");
        file = new SpillFile(path);
    }

    private static List<EncodedJob> jobs(String type, int count) {
        return WRITER.writeAll(
                IntStream.range(0, count).mapToObj(i -> Job.of(type, i)).toList());
    }

    private List<String> types() throws IOException {
        return Files.readAllLines(path).stream()
                .map(line -> line.replaceFirst(".*\"jobtype\":\"([^\"]*)\".*", "$1"))
                .toList();
    }

    @Test
    void itIsMadeWithItsDirectoriesForItsOwnerOnly() throws IOException {
        assertThat(file.isThere()).isFalse();
        file.append(jobs("first", 1));
        file.append(jobs("second", 1));
        assertThat(file.isThere()).isTrue();
        assertThat(types()).containsExactly("first", "second");
        for (var each : List.of(path, path.resolveSibling("spill.jsonl.lock"))) {
            assertThat(Files.getPosixFilePermissions(each))
                    .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        }
    }

    @Test
    void anInterruptedThreadAppendsAndStaysInterrupted() throws IOException {
        Thread.currentThread().interrupt();
        file.append(jobs("first", 1000));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(types()).hasSize(1000);
    }

    @Test
    void anInterruptWhileOthersHaveTheFileIsKeptUntilItIsAppended() throws Exception {
        Files.createDirectories(path.getParent());
        try (var lock = new SpillLock(path.resolveSibling("spill.jsonl.lock"))) {
            var name = lock.takeName();
            var append = new FutureTask<>(() -> {
                file.append(jobs("first", 1));
                return Thread.interrupted();
            });
            var thread = new Thread(append, "appender");
            thread.start();
            thread.interrupt();
            thread.join(50);
            assertThat(append.isDone()).isFalse();
            name.release();
            assertThat(append.get()).isTrue();
        }
        assertThat(types()).containsExactly("first");
    }

    @Test
    void aLineThatSomeoneWasKilledInEndsBeforeTheNextJob() throws IOException {
        file.append(jobs("first", 1));
        var whole = Files.readString(path);
        Files.writeString(path, whole + "{\"jid\":\"torn");
        file.append(jobs("second", 1));
        var lines = Files.readAllLines(path);
        assertThat(lines).hasSize(3);
        assertThat(lines.get(1)).isEqualTo("{\"jid\":\"torn");
        assertThat(lines.get(2)).contains("second");
    }

    @Test
    void ofJobsThatCannotAllBeWrittenNoneIsThere() throws IOException {
        file.append(jobs("first", 1));
        var more = new ArrayList<>(jobs("second", 50_000));
        more.add(null);
        assertThatThrownBy(() -> file.append(more)).isInstanceOf(NullPointerException.class);
        assertThat(types()).containsExactly("first");
    }

    @Test
    void whatCannotBeAFileIsSaid() throws IOException {
        Files.createDirectories(path);
        assertThatThrownBy(() -> file.append(jobs("first", 1))).isInstanceOf(IOException.class);
    }
}
