package org.faktoryjca.client.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.faktoryjca.Job;
import org.faktoryjca.client.Connection;
import org.faktoryjca.client.json.JobDefaults;
import org.faktoryjca.client.json.JobWriter;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.client.spill.SpillFile;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.faktoryjca.testing.server.FaktoryProcess;
import org.faktoryjca.testing.server.Fault;
import org.faktoryjca.testing.server.Fault.Direction;
import org.faktoryjca.testing.server.FaultProxy;
import org.faktoryjca.testing.server.WorkServer;
import org.faktoryjca.testing.server.WorkServers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A spill file's jobs reach the server in their order, and those that do not are still on the disk. */
class SendSpillTest {
    private static final JobWriter WRITER = new JobWriter(JobDefaults.STANDARD);

    @TempDir
    Path directory;

    private Path file;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeEach
    void name() {
        file = directory.resolve("spill.jsonl");
    }

    private int send(WorkServer server) {
        var print = new PrintStream(printed, true, StandardCharsets.UTF_8);
        // No test waits for silence, and a busy machine may need its time for a thousand jobs.
        return new SendSpill(print, print).run(List.of("url=" + server.url(), "readTimeout=60s", file.toString()));
    }

    private String said() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    /** But for the lock's empty file, which stays. */
    private void assertNothingLeft() {
        assertThat(directory.toFile().list()).containsExactly("spill.jsonl.lock");
    }

    private void spill(Job... jobs) throws IOException {
        for (var job : jobs) {
            append(new String(WRITER.write(job).json(), StandardCharsets.UTF_8) + "\n");
        }
    }

    private void append(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static Job[] jobs(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> Job.of("count", i).jid("jid-of-job-" + i))
                .toArray(Job[]::new);
    }

    private static List<Integer> fetchAll(WorkServer server, int count) {
        try (var connection = Connection.open(ServerSettings.at(server.url()))) {
            var numbers = new ArrayList<Integer>();
            for (int i = 0; i < count; i++) {
                numbers.add(connection.fetch(List.of("default")).orElseThrow().arg(0, Integer.class));
            }
            assertThat(connection.info().enqueued()).as("not one more").isZero();
            return numbers;
        }
    }

    private static List<Integer> numbers(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

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

    private static void assertOwnersOnly(Path file) throws IOException {
        assertThat(Files.getPosixFilePermissions(file))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
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

    @Test
    void troubleOfTheServersOwnLosesNothingAndRejectsNothing() throws IOException {
        spill(jobs(0, 3));
        try (var server = WorkServers.start()) {
            assumeTrue(server instanceof FaktoryProcess, "only a real server has a Redis");
            var real = (FaktoryProcess) server;
            real.freezeRedis();
            var print = new PrintStream(printed, true, StandardCharsets.UTF_8);
            assertThat(new SendSpill(print, print)
                            .run(List.of("url=" + server.url(), "readTimeout=60s", file.toString())))
                    .isEqualTo(3);
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
