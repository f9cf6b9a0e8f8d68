package org.faktoryjca.ra.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.faktoryjca.Job;
import org.faktoryjca.ra.CapturedLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that the work server refuses when their transaction has committed and nobody is left to hear it. */
@Timeout(120)
class RefusedAfterCommitTest {
    private RefusingServer server;
    private Pusher pusher;
    private FaktoryManagedConnectionFactory factory;

    @TempDir
    private Path directory;

    @BeforeEach
    void start() throws Exception {
        server = new RefusingServer();
        pusher = new Pusher("300ms");
        factory = pusher.factory(server.url());
        factory.setSendTimeout("20s");
    }

    @AfterEach
    void stop() throws Exception {
        pusher.stop();
        server.close();
    }

    @Test
    void theyAreSpilledAndNamedWithTheServersWordsAndTheOthersArrive() throws Exception {
        var file = directory.resolve("spilled.jsonl");
        factory.setSpillFile(file.toString());
        var bad = Job.of("bad", "s3cret").queue("somewhere");
        try (var log = new CapturedLog()) {
            pusher.commit(factory.createConnectionFactory(), Job.of("first"), bad, Job.of("second"));

            assertThat(server.accepted).containsExactly("first", "second");
            assertThat(Pusher.jids(Files.readAllLines(file))).containsExactly(bad.jid());
            assertThat(log.linesWith("1 job of committed transactions were refused by"))
                    .singleElement()
                    .asString()
                    .contains("FAKTORY-402", server.url(), file.toString());
            assertThat(log.linesWith("job " + bad.jid() + " (bad, queue somewhere) for \"jobs must be better\""))
                    .hasSize(1);
            assertThat(log.linesWith("s3cret")).isEmpty();
        }
    }

    @Test
    void anInterruptedThreadSpillsThemAllTheSame() throws Exception {
        var file = directory.resolve("spilled.jsonl");
        factory.setSpillFile(file.toString());
        pusher.commit(() -> Thread.currentThread().interrupt(), factory.createConnectionFactory(), Job.of("bad"));
        // Whoever was interrupted does not wait: the background may be the one.
        assertThat(Thread.interrupted()).isTrue();
        await().untilAsserted(
                        () -> assertThat(Pusher.types(Files.readAllLines(file))).containsExactly("bad"));
    }

    @Test
    void withoutAFileTheLogHasTheNames() throws Exception {
        var bad = Job.of("bad");
        try (var log = new CapturedLog()) {
            pusher.commit(factory.createConnectionFactory(), bad);
            assertThat(log.linesWith(bad.jid())).hasSize(1);
            assertThat(log.linesWith("went to")).isEmpty();
        }
    }

    @Test
    void oneThatSpoilsAWholeCommandIsFoundAndTheOthersArriveInOrder() throws Exception {
        var file = directory.resolve("spilled.jsonl");
        factory.setSpillFile(file.toString());
        var types = IntStream.range(0, 20)
                .mapToObj(i -> i == 3 || i == 17 ? "poison" : "job-" + i)
                .toList();
        try (var log = new CapturedLog()) {
            pusher.commit(
                    factory.createConnectionFactory(),
                    types.stream().map(Job::of).toArray(Job[]::new));
            assertThat(log.linesWith("were refused by")).hasSize(2);
        }
        assertThat(server.accepted)
                .containsExactlyElementsOf(
                        types.stream().filter(type -> !type.equals("poison")).toList());
        assertThat(Pusher.types(Files.readAllLines(file))).containsExactly("poison", "poison");
    }

    @Test
    void oneThatTheServerHasTroubleWithWaitsAndNoOtherIsSentTwice() throws Exception {
        var file = directory.resolve("spilled.jsonl");
        factory.setSpillFile(file.toString());
        factory.setSendTimeout("200ms");
        for (var type : List.of("troubled", "odd")) {
            server.accepted.clear();
            server.troubled = true;
            try (var log = new CapturedLog()) {
                var faktory = factory.createConnectionFactory();
                pusher.commit(faktory, Job.of("first"), Job.of(type), Job.of("second"), Job.of("bad"));
                pusher.commit(faktory, Job.of("third"));
                await().untilAsserted(() -> assertThat(server.accepted).containsExactly("first", "second", "third"));

                server.troubled = false;
                await().untilAsserted(
                                () -> assertThat(server.accepted).containsExactly("first", "second", "third", type));
                assertThat(log.linesWith("FAKTORY-208"))
                        .singleElement()
                        .asString()
                        .startsWith("WARNING");
                await().untilAsserted(() -> assertThat(log.linesWith("are sent to " + server.url() + " again"))
                        .hasSize(1));
            }
            assertThat(Pusher.types(Files.readAllLines(file))).containsOnly("bad");
        }
    }

    @Test
    void oneThatTheServerHasTroubleWithIsLeftOverAtTheEnd() throws Exception {
        var file = directory.resolve("spilled.jsonl");
        factory.setSpillFile(file.toString());
        factory.setSendTimeout("200ms");
        pusher.commit(factory.createConnectionFactory(), Job.of("troubled"), Job.of("second"), Job.of("troubled"));
        try (var log = new CapturedLog()) {
            pusher.stop();
            assertThat(log.linesWith("2 jobs of committed transactions could not be sent"))
                    .hasSize(1);
        }
        assertThat(Pusher.types(Files.readAllLines(file))).containsExactly("troubled", "troubled");
        pusher = new Pusher("300ms");
    }
}
