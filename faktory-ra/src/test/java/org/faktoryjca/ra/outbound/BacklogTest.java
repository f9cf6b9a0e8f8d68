package org.faktoryjca.ra.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.UserTransaction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.faktoryjca.FaktoryConnectionFactory;
import org.faktoryjca.Job;
import org.faktoryjca.ra.FaktoryResourceAdapter;
import org.faktoryjca.ra.StandaloneContainer;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pushes that have committed while the work server went away. */
class BacklogTest {
    private final UserTransaction transaction = com.arjuna.ats.jta.UserTransaction.userTransaction();
    private final FaktoryResourceAdapter adapter = new FaktoryResourceAdapter();
    private final FaktoryManagedConnectionFactory factory = new FaktoryManagedConnectionFactory();
    private EmbeddedFaktory server;

    @TempDir
    private Path directory;

    @BeforeEach
    void start() throws Exception {
        server = EmbeddedFaktory.start();
        adapter.setShutdownTimeout("300ms");
        adapter.start(new StandaloneContainer());
        factory.setUrl(server.url());
        factory.setConnectTimeout("5s");
        factory.setReadTimeout("5s");
        factory.setSendTimeout("2s");
        factory.setResourceAdapter(adapter);
    }

    @AfterEach
    void stop() throws Exception {
        if (transaction.getStatus() != Status.STATUS_NO_TRANSACTION) {
            transaction.rollback();
        }
        adapter.stop();
        server.close();
    }

    /** Commits a push after the server has gone: between the check before completion and the sending. */
    private void commitWhileTheServerGoes(FaktoryConnectionFactory faktory, Job... jobs) throws Exception {
        var ended = new AtomicInteger(Status.STATUS_UNKNOWN);
        transaction.begin();
        faktory.pushAll(List.of(jobs));
        // Registered after the adapter's, so that its beforeCompletion is called after the check.
        var registry = new com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionSynchronizationRegistryImple();
        registry.registerInterposedSynchronization(new jakarta.transaction.Synchronization() {
            @Override
            public void beforeCompletion() {
                server.close();
            }

            @Override
            public void afterCompletion(int status) {
                // What is thrown here is swallowed: asserted below.
                ended.set(status);
            }
        });
        transaction.commit();
        assertThat(ended).hasValue(Status.STATUS_COMMITTED);
    }

    private static List<String> types(List<String> jobs) {
        return jobs.stream()
                .map(json -> json.replaceFirst(".*\"jobtype\":\"([^\"]*)\".*", "$1"))
                .toList();
    }

    @Test
    void whatHasCommittedIsSentInOrderWhenTheServerIsBack() throws Exception {
        var faktory = factory.createConnectionFactory();
        commitWhileTheServerGoes(faktory, Job.of("first"), Job.of("second"));

        server = EmbeddedFaktory.builder().bind("127.0.0.1", server.port()).start();

        await().untilAsserted(() -> assertThat(types(server.queued("default"))).containsExactly("first", "second"));
        transaction.begin();
        faktory.push(Job.of("third"));
        transaction.commit();
        await().untilAsserted(
                        () -> assertThat(types(server.queued("default"))).containsExactly("first", "second", "third"));
    }

    @Test
    void whileTheServerIsAwayTransactionsWithPushesRollBackAndOthersDoNot() throws Exception {
        var faktory = factory.createConnectionFactory();
        commitWhileTheServerGoes(faktory, Job.of("first"));

        transaction.begin();
        faktory.push(Job.of("never"));
        assertThatThrownBy(transaction::commit)
                .isInstanceOf(RollbackException.class)
                .satisfies(e -> assertThat(causes(e)).anyMatch(message -> message.contains("FAKTORY-403")));
        transaction.begin();
        transaction.commit();
    }

    @Test
    void aFullBacklogRollsBack() throws Exception {
        factory.setBacklogJobs("2");
        var faktory = factory.createConnectionFactory();
        commitWhileTheServerGoes(faktory, Job.of("first"), Job.of("second"));

        transaction.begin();
        faktory.push(Job.of("never"));
        assertThatThrownBy(transaction::commit)
                .satisfies(e -> assertThat(causes(e)).anyMatch(message -> message.contains("FAKTORY-404")));
    }

    @Test
    void whatIsLeftAtTheEndIsSpilled() throws Exception {
        var file = directory.resolve("spilled.jsonl");
        factory.setSpillFile(file.toString());
        commitWhileTheServerGoes(factory.createConnectionFactory(), Job.of("first", 1), Job.of("second", 2));

        adapter.stop();

        assertThat(types(Files.readAllLines(file))).containsExactly("first", "second");
        adapter.start(new StandaloneContainer());
    }

    @Test
    void manyThreadsCommitAtOnceAndEachPushArrivesOnceInTheOrderOfItsThread() throws Exception {
        var faktory = factory.createConnectionFactory();
        var threads = Executors.newFixedThreadPool(8);
        try {
            var tasks = new ArrayList<Future<Void>>();
            for (int t = 0; t < 8; t++) {
                var name = "thread-" + t;
                Callable<Void> task = () -> {
                    var own = com.arjuna.ats.jta.UserTransaction.userTransaction();
                    for (int i = 0; i < 50; i++) {
                        own.begin();
                        faktory.push(Job.of(name, i));
                        own.commit();
                    }
                    return null;
                };
                tasks.add(threads.submit(task));
            }
            for (var task : tasks) {
                task.get();
            }
        } finally {
            threads.shutdownNow();
        }
        var jobs = server.queued("default");
        assertThat(jobs).hasSize(400);
        for (int t = 0; t < 8; t++) {
            var name = "\"thread-" + t + "\"";
            assertThat(jobs.stream()
                            .filter(json -> json.contains(name))
                            .map(json -> json.replaceFirst(".*\"args\":\\[(\\d+)].*", "$1")))
                    .containsExactlyElementsOf(
                            IntStream.range(0, 50).mapToObj(Integer::toString).toList());
        }
    }

    @Test
    void nothingIsLeftRunningAfterTheEnd() throws Exception {
        commitWhileTheServerGoes(factory.createConnectionFactory(), Job.of("first"));
        adapter.stop();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("standalone-work")));
        adapter.start(new StandaloneContainer());
    }

    private static List<String> causes(Throwable thrown) {
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                .flatMap(cause -> Stream.concat(Stream.of(cause), Stream.of(cause.getSuppressed())))
                .map(Throwable::toString)
                .toList();
    }
}
