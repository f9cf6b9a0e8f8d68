package org.faktoryjca.ra.outbound;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.transaction.RollbackException;
import jakarta.transaction.Synchronization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.faktoryjca.FaktoryConnectionFactory;
import org.faktoryjca.Job;
import org.faktoryjca.client.Connection;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.ra.CapturedLog;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.faktoryjca.testing.server.FaktoryProcess;
import org.faktoryjca.testing.server.Fault;
import org.faktoryjca.testing.server.FaultProxy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Transactions with pushes while Faktory is away, slow, or lost in the middle. */
@Timeout(120)
class SendingOutageTest {
    private EmbeddedFaktory server;
    private FaultProxy proxy;
    private Pusher pusher;
    private FaktoryManagedConnectionFactory factory;
    private FaktoryConnectionFactory faktory;

    @TempDir
    private Path directory;

    @BeforeEach
    void start() throws Exception {
        server = EmbeddedFaktory.start();
        proxy = FaultProxy.before(server);
        pusher = new Pusher("300ms");
        factory = pusher.factory(proxy.url());
        faktory = factory.createConnectionFactory();
    }

    @AfterEach
    void stop() throws Exception {
        pusher.stop();
        proxy.close();
        server.close();
    }

    private List<String> arrived() {
        return Pusher.types(server.queued("default"));
    }

    private void awaitArrived(String... types) {
        await().atMost(20, SECONDS).untilAsserted(() -> assertThat(arrived()).containsExactly(types));
    }

    @Test
    void aConnectionThatWasLostIsMadeAgainBeforeTheCommit() throws Exception {
        pusher.commit(faktory, Job.of("first"));
        server.close();
        // A server that has answered just now is not looked at.
        await().pollDelay(Connection.FRESH.multipliedBy(2)).until(() -> true);
        assertThatThrownBy(() -> pusher.commit(faktory, Job.of("never"))).isInstanceOf(RollbackException.class);
        server = EmbeddedFaktory.builder().bind("127.0.0.1", server.port()).start();
        pusher.commit(faktory, Job.of("second"));
        assertThat(arrived()).containsExactly("second");
    }

    @Test
    void aServerThatAcceptsAndSaysNothingRollsBack() throws Exception {
        proxy.set(Fault.silence());
        assertThatThrownBy(() -> pusher.commit(faktory, Job.of("never")))
                .isInstanceOf(RollbackException.class)
                .satisfies(thrown -> assertThat(Pusher.causes(thrown)).anyMatch(text -> text.contains("FAKTORY-403")));
    }

    @Test
    void aSlowReplyHoldsNobodyUpAndNothingIsSentTwice() throws Exception {
        factory.setReadTimeout("60s");
        factory.setConnectTimeout("5s");
        pusher.commit(faktory, Job.of("first"));
        pusher.commit(() -> proxy.set(Fault.delay(Duration.ofSeconds(2))), faktory, Job.of("second"));
        // It has returned before its reply, and goes on before the next.
        proxy.clear();
        await().atMost(20, SECONDS).ignoreExceptions().untilAsserted(() -> pusher.commit(faktory, Job.of("third")));
        awaitArrived("first", "second", "third");
    }

    @Test
    void aServerThatFallsSilentHoldsNobodyUpAsLongAsItsReadTimeout() throws Exception {
        factory.setReadTimeout("1h");
        pusher.commit(faktory, Job.of("first"));
        pusher.commit(() -> proxy.set(Fault.silence()), faktory, Job.of("second"));
        assertThatThrownBy(() -> pusher.commit(faktory, Job.of("never"))).isInstanceOf(RollbackException.class);
    }

    @Test
    void aReplyThatNeverComesHoldsWhatFollowsUpNoLongerThanTheReadTimeout() throws Exception {
        pusher.commit(faktory, Job.of("first"));
        pusher.commit(() -> proxy.set(Fault.silence()), faktory, Job.of("second"));
        // The connection stays, and what it has swallowed stays so.
        proxy.clear();
        await().atMost(20, SECONDS).ignoreExceptions().untilAsserted(() -> pusher.commit(faktory, Job.of("third")));
        awaitArrived("first", "second", "third");
    }

    @Test
    void aServerThatReadsNothingHoldsNobodyUp() throws Exception {
        var large = "x".repeat(10_000);
        var jobs = IntStream.range(0, 1000)
                .mapToObj(i -> Job.of("large", i, large))
                .toArray(Job[]::new);
        pusher.commit(() -> proxy.set(Fault.jam()), faktory, jobs);
        assertThat(server.queued("default")).isEmpty();
        proxy.clear();
        await().atMost(60, SECONDS).until(() -> server.queued("default").size() >= 1000);
        assertThat(Pusher.jids(server.queued("default")))
                .containsAll(List.of(jobs).stream().map(Job::jid).toList());
    }

    @Test
    void aChunkOfUnknownFateIsSentAgainWithTheSameIds() throws Exception {
        var job = Job.of("twice");
        pusher.commit(
                () -> proxy.set(Fault.cut().in(Fault.Direction.TO_CLIENT).at("PUSHB")), faktory, job, Job.of("after"));
        proxy.clear();
        await().atMost(20, SECONDS).untilAsserted(() -> {
            var jobs = server.queued("default");
            assertThat(jobs.size()).isGreaterThan(2);
            assertThat(Pusher.jids(jobs)).contains(job.jid());
            // Each time both, in order, and nothing else.
            assertThat(Pusher.types(jobs)).startsWith("twice", "after", "twice", "after");
            assertThat(Set.copyOf(Pusher.jids(jobs))).hasSize(2);
        });
    }

    @Test
    void whatWasNotSentStaysInOrderAcrossChunks() throws Exception {
        factory.setChunkSize("2");
        var types = IntStream.range(0, 9).mapToObj(i -> "job-" + i).toList();
        pusher.commit(
                () -> proxy.set(Fault.cut().in(Fault.Direction.TO_SERVER).at("PUSHB")),
                faktory,
                types.stream().map(Job::of).toArray(Job[]::new));
        assertThat(arrived()).isEmpty();
        proxy.clear();
        awaitArrived(types.toArray(String[]::new));
    }

    @Test
    void aServerThatIsKilledBetweenCheckAndSendingGetsItAllWhenItIsBack() throws Exception {
        var binary = FaktoryProcess.find("faktory");
        assumeTrue(binary.isPresent(), "there is no 'faktory' on the PATH");
        try (var real = FaktoryProcess.builder(binary.get()).start()) {
            var own = pusher.factory(real.url()).createConnectionFactory();
            pusher.commit(own, Job.of("first").queue("before"));
            pusher.commit(real::kill, own, Job.of("second"), Job.of("third"));
            assertThatThrownBy(() -> pusher.commit(own, Job.of("never"))).isInstanceOf(RollbackException.class);
            real.restart();
            await().atMost(20, SECONDS).ignoreExceptions().untilAsserted(() -> pusher.commit(own, Job.of("fourth")));
            var types = new ArrayList<String>();
            try (var reader = Connection.open(ServerSettings.at(real.url()))) {
                for (int i = 0; i < 3; i++) {
                    types.add(reader.fetch(List.of("default")).orElseThrow().type());
                }
            }
            assertThat(types).containsExactly("second", "third", "fourth");
        }
    }

    @Test
    void aPushThatComesAfterTheCheckIsCheckedByItself() throws Exception {
        var away = pusher.factory("tcp://127.0.0.1:1").createConnectionFactory();
        var transaction = com.arjuna.ats.jta.TransactionManager.transactionManager();
        transaction.begin();
        faktory.push(Job.of("never"));
        new com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionSynchronizationRegistryImple()
                .registerInterposedSynchronization(new Synchronization() {
                    @Override
                    public void beforeCompletion() {
                        away.push(Job.of("never"));
                    }

                    @Override
                    public void afterCompletion(int status) {
                        // Nothing to do.
                    }
                });
        assertThatThrownBy(transaction::commit)
                .isInstanceOf(RollbackException.class)
                .satisfies(thrown -> assertThat(Pusher.causes(thrown)).anyMatch(text -> text.contains("FAKTORY-403")));
        assertThat(arrived()).isEmpty();
    }

    @Test
    void theBoundsOfWhatWaitsCountTheTransactionsOwnJobs() throws Exception {
        factory.setBacklogJobs("3");
        proxyAwayAfter(faktory, Job.of("first"), Job.of("second"));
        refusedForTheBacklog(faktory, Job.of("a"), Job.of("b"));

        var bytes = pusher.factory(proxyAgain().url());
        bytes.setBacklogBytes("1k");
        var small = bytes.createConnectionFactory();
        proxyAwayAfter(small, Job.of("first", "x".repeat(500)));
        refusedForTheBacklog(small, Job.of("large", "x".repeat(500)));
    }

    private FaultProxy proxyAgain() {
        proxy.clear();
        return proxy;
    }

    private void proxyAwayAfter(FaktoryConnectionFactory faktory, Job... jobs) throws Exception {
        pusher.commit(
                () -> {
                    proxy.set(Fault.cut().in(Fault.Direction.TO_SERVER).at("PUSHB"));
                },
                faktory,
                jobs);
    }

    private void refusedForTheBacklog(FaktoryConnectionFactory faktory, Job... jobs) {
        assertThatThrownBy(() -> pusher.commit(faktory, jobs))
                .isInstanceOf(RollbackException.class)
                .satisfies(thrown -> assertThat(Pusher.causes(thrown)).anyMatch(text -> text.contains("FAKTORY-404")));
    }

    @Test
    void whereNothingWaitsThereIsRoomForAnyTransaction() throws Exception {
        factory.setBacklogJobs("1");
        factory.setBacklogBytes("1k");
        pusher.commit(faktory, Job.of("first"), Job.of("second", "x".repeat(2000)));
        assertThat(arrived()).containsExactly("first", "second");
    }

    @Test
    void theEndWaitsForWhatCanStillBeSent() throws Exception {
        pusher.stop();
        pusher = new Pusher("20s");
        factory = pusher.factory(proxy.url());
        var file = directory.resolve("spilled");
        factory.setSpillFile(file.toString());
        proxyAwayAfter(factory.createConnectionFactory(), Job.of("first"));
        var back = new Thread(() -> proxy.clear());
        back.start();
        pusher.adapter.stop();
        back.join();
        assertThat(arrived()).containsExactly("first");
        assertThat(file).doesNotExist();
    }

    @Test
    void theEndWaitsOnceForAllTargets() throws Exception {
        pusher.stop();
        pusher = new Pusher("3s");
        for (int i = 0; i < 6; i++) {
            var each = pusher.factory(proxyAgain().url());
            each.setDefaultQueue("queue-" + i);
            proxyAwayAfter(each.createConnectionFactory(), Job.of("first"));
        }
        var begun = System.nanoTime();
        pusher.adapter.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void whatIsLeftAtTheEndIsSpilledAndNamedWithoutItsArguments() throws Exception {
        var file = directory.resolve("not/there/yet/spilled.jsonl");
        factory.setSpillFile(file.toString());
        var jobs = IntStream.range(0, 250)
                .mapToObj(i -> Job.of("type-" + i, "s3cret").queue("q-" + i))
                .toArray(Job[]::new);
        try (var log = new CapturedLog()) {
            proxyAwayAfter(faktory, jobs);
            pusher.adapter.stop();
            var named = String.join("\n", log.linesWith("FAKTORY-402"));
            assertThat(named).contains("250 jobs of committed transactions could not be sent", file.toString());
            for (int i = 0; i < jobs.length; i++) {
                assertThat(named).contains("job " + jobs[i].jid() + " (type-" + i + ", queue q-" + i + ")");
            }
            assertThat(log.linesWith("FAKTORY-402")).hasSize(4);
            assertThat(log.linesWith("tried again in the background")).hasSize(1);
            assertThat(log.linesWith("s3cret")).isEmpty();
        }
        var lines = Files.readAllLines(file);
        assertThat(Pusher.jids(lines))
                .isEqualTo(List.of(jobs).stream().map(Job::jid).toList());
        assertThat(lines).allMatch(line -> line.contains("\"s3cret\"") && line.contains("\"retry\":25"));
        assertThat(Files.getPosixFilePermissions(file))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }

    @Test
    void withoutAFileThatCanBeWrittenTheLogHasTheNames() throws Exception {
        var taken = Files.createDirectory(directory.resolve("no-file"));
        factory.setSpillFile(taken.toString());
        var job = Job.of("lost");
        try (var log = new CapturedLog()) {
            proxyAwayAfter(faktory, job);
            pusher.adapter.stop();
            assertThat(log.linesWith(taken + " cannot be written")).hasSize(1);
            assertThat(log.linesWith("could not be sent").get(0)).doesNotContain("went to");
            assertThat(log.linesWith("FAKTORY-402: [job " + job.jid())).hasSize(1);
        }
    }

    @Test
    void anInterruptedStopSpillsAllTheSame() throws Exception {
        var file = directory.resolve("spilled");
        factory.setSpillFile(file.toString());
        proxyAwayAfter(faktory, Job.of("first"));
        Thread.currentThread().interrupt();
        pusher.adapter.stop();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(Pusher.types(Files.readAllLines(file))).containsExactly("first");
    }

    @Test
    void anOutageIsOneWarningAndOneLineAtItsEnd() throws Exception {
        try (var log = new CapturedLog()) {
            proxyAwayAfter(faktory, Job.of("first"));
            await().atMost(20, SECONDS).until(() -> proxy.accepted() > 6);
            proxy.clear();
            awaitArrived("first");
            await().atMost(20, SECONDS)
                    .untilAsserted(
                            () -> assertThat(log.linesWith("again").stream().map(line -> line.split(" ")[0]))
                                    .containsExactly("WARNING", "INFO"));
        }
    }

    @Test
    void aTransactionThatCommitsWhileTheAdapterStopsIsNotForgotten() throws Exception {
        pusher.transaction.begin();
        faktory.push(Job.of("late"));
        pusher.adapter.stop();
        pusher.transaction.commit();
        assertThat(arrived()).containsExactly("late");

        pusher.adapter.start(new org.faktoryjca.ra.StandaloneContainer());
        var file = directory.resolve("spilled");
        factory = pusher.factory(proxy.url());
        factory.setSpillFile(file.toString());
        pusher.transaction.begin();
        factory.createConnectionFactory().push(Job.of("later"));
        pusher.adapter.stop();
        var registry = new com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionSynchronizationRegistryImple();
        registry.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {
                proxy.set(Fault.refuse());
                proxy.set(Fault.cut().in(Fault.Direction.TO_SERVER).at("PUSHB"));
            }

            @Override
            public void afterCompletion(int status) {
                // Nothing to do.
            }
        });
        pusher.transaction.commit();
        assertThat(Pusher.types(Files.readAllLines(file))).containsExactly("later");
    }
}
