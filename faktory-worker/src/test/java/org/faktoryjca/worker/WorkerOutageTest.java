package org.faktoryjca.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.Job;
import org.faktoryjca.client.Connection;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.faktoryjca.testing.server.FaktoryProcess;
import org.faktoryjca.testing.server.FaultProxy;
import org.faktoryjca.testing.server.WorkServers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that are not there, go away, come back, or want another password. */
@Timeout(120)
@SuppressWarnings("try") // a worker is closed before its server goes, whatever a test comes to
class WorkerOutageTest {
    private final HeardEvents heard = new HeardEvents();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);

    private void slowly(Job job) throws InterruptedException {
        begun.countDown();
        end.await();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static EmbeddedFaktory serverAt(int port) {
        return EmbeddedFaktory.builder().bind("127.0.0.1", port).start();
    }

    private Worker workerOf(String url) {
        return TestWorkers.worker(
                ServerSettings.at(url),
                heard.and(new WorkerLog(ServerSettings.at(url))),
                Duration.ofSeconds(1),
                WorkerThreads.own());
    }

    private void atMostWhatAClosingServerSays() {
        assertThat(heard.of(WorkerEvent.Refused.class))
                .allSatisfy(refused -> assertThat(refused.cause().code()).isEqualTo(ErrorCode.SERVER_TROUBLE));
    }

    @Test
    void aWorkerStartedBeforeItsServerWorksOnceItIsThere() throws Exception {
        var port = freePort();
        try (var log = CapturedLog.of("org.faktoryjca.worker");
                var worker = workerOf("tcp://127.0.0.1:" + port)) {
            worker.add(TestWorkers.handler("default", 2, job -> {}));
            await().until(() -> heard.of(WorkerEvent.ConnectionLost.class).size() == 1);
            try (var server = serverAt(port)) {
                TestWorkers.push(server, Job.of("x"));
                await().until(() -> server.processed() == 1);
                await().until(() -> heard.of(WorkerEvent.Reconnected.class).size() == 1);
                worker.close();
            }
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("cannot be reached"))
                    .singleElement()
                    .asString()
                    .contains("127.0.0.1:" + port, "FAKTORY-103");
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("works again"))
                    .hasSize(1);
        }
    }

    @Test
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aWorkerWhoseServerNeverCameIsClosedWithoutDelay() throws Exception {
        // Were its shutdownTimeout waited for, the test would time out.
        var worker = TestWorkers.worker(
                ServerSettings.at("tcp://127.0.0.1:" + freePort()), heard, Duration.ofHours(1), WorkerThreads.own());
        worker.add(TestWorkers.handler("default", 2, job -> {}));
        await().until(() -> heard.of(WorkerEvent.ConnectionLost.class).size() == 1);

        worker.close();

        TestWorkers.awaitNoThreads();
    }

    @Test
    void aJobThatRanThroughAnOutageIsReportedOnANewConnection() throws Exception {
        var server = EmbeddedFaktory.start();
        try (var log = CapturedLog.of("org.faktoryjca.worker");
                var worker = workerOf(server.url())) {
            worker.add(TestWorkers.handler("default", 4, this::slowly));
            TestWorkers.push(server, Job.of("x"));
            begun.await();
            server.close();
            await().until(() -> heard.of(WorkerEvent.ConnectionLost.class).size() == 1);
            end.countDown();

            try (var again = serverAt(server.port())) {
                // The new one does not know the job, and takes its ACK all the same.
                await().until(() -> heard.of(WorkerEvent.Succeeded.class).size() == 1);
                TestWorkers.push(again, Job.of("y"));
                await().until(() -> again.processed() == 1);
                await().until(() -> heard.of(WorkerEvent.Reconnected.class).size() == 1);
                worker.close();
            }
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("tried again until it holds"))
                    .hasSize(1);
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("works again"))
                    .hasSize(1);
            atMostWhatAClosingServerSays();
        } finally {
            server.close();
        }
    }

    @Test
    void aReportIsGivenUpWhenTheReservationEndsBeforeTheServerIsBack() throws Exception {
        var time = new MovedTime();
        var server = EmbeddedFaktory.start();
        var settings = TestWorkers.settings(ServerSettings.at(server.url()), Duration.ofSeconds(1));
        try (var worker = TestWorkers.worker(settings, heard, WorkerThreads.own(), time)) {
            worker.add(TestWorkers.handler("default", 1, this::slowly));
            TestWorkers.push(server, Job.of("x").reserveFor(Duration.ofMinutes(1)));
            begun.await();
            server.close();
            end.countDown();
            await().until(() -> !heard.of(WorkerEvent.ConnectionLost.class).isEmpty());
            await().during(Duration.ofMillis(500))
                    .until(() -> heard.of(WorkerEvent.LeaseEnded.class).isEmpty());

            time.move(Duration.ofSeconds(58));
            await().until(() -> heard.of(WorkerEvent.LeaseEnded.class).size() == 1);
            try (var again = serverAt(server.port())) {
                TestWorkers.push(again, Job.of("y"));
                await().until(() -> heard.of(WorkerEvent.Succeeded.class).size() == 1);
                assertThat(heard.of(WorkerEvent.Succeeded.class).get(0).job().type())
                        .isEqualTo("y");
                worker.close();
            }
        } finally {
            server.close();
        }
    }

    @Test
    void aWorkerClosedWhileItsServerIsAwaySaysWhatItCouldNotReport() throws Exception {
        var server = EmbeddedFaktory.start();
        var worker = workerOf(server.url());
        worker.add(TestWorkers.handler("default", 1, this::slowly));
        TestWorkers.push(server, Job.of("x"));
        begun.await();
        server.close();
        end.countDown();
        await().until(() -> !heard.of(WorkerEvent.ConnectionLost.class).isEmpty());

        worker.close();

        assertThat(heard.of(WorkerEvent.Unreported.class)).hasSize(1);
        TestWorkers.awaitNoThreads();
    }

    @Test
    void aJobSurvivesARestartOfTheRealServerAndIsReported() throws Exception {
        var binary = FaktoryProcess.find("faktory");
        if (!WorkServers.isRealRequired()) {
            assumeTrue(binary.isPresent(), "there is no 'faktory' on the PATH");
        }
        try (var server = FaktoryProcess.builder(binary.orElseThrow()).start();
                var worker = workerOf(server.url())) {
            worker.add(TestWorkers.handler("default", 2, this::slowly));
            TestWorkers.push(server, Job.of("x"));
            begun.await();
            server.restart();
            end.countDown();
            await().atMost(60, TimeUnit.SECONDS)
                    .until(() -> heard.of(WorkerEvent.Succeeded.class).size() == 1);

            TestWorkers.push(server, Job.of("y"));
            await().atMost(60, TimeUnit.SECONDS)
                    .until(() -> heard.of(WorkerEvent.Succeeded.class).size() == 2);
            try (var connection = Connection.open(ServerSettings.at(server.url()))) {
                var info = connection.info();
                assertThat(info.working()).isZero();
                assertThat(info.failures()).isZero();
                assertThat(info.enqueued()).isZero();
            }
            assertThat(heard.of(WorkerEvent.ConnectionLost.class)).hasSize(1);
            await().until(() -> heard.of(WorkerEvent.Reconnected.class).size() == 1);
            atMostWhatAClosingServerSays();
        }
    }

    @Test
    void aWrongPasswordIsTriedSlowlyAndSaidOnce() {
        try (var log = CapturedLog.of("org.faktoryjca.worker");
                var server = EmbeddedFaktory.builder().password("right").start();
                var proxy = FaultProxy.before(server);
                var worker = workerOf("tcp://:wrong@127.0.0.1:" + proxy.port())) {
            worker.add(TestWorkers.handler("default", 4, job -> {}));
            await().until(() -> !heard.of(WorkerEvent.ConnectionLost.class).isEmpty());
            // Its lane and its heartbeat have tried once each. The first pauses after any other error would be over
            // several times.
            await().during(Duration.ofSeconds(4)).until(() -> proxy.accepted() <= 3);

            assertThat(heard.of(WorkerEvent.ConnectionLost.class)).hasSize(1);
            worker.close();
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("cannot be reached"))
                    .singleElement()
                    .asString()
                    .contains("FAKTORY-109")
                    .doesNotContain("wrong@");
        }
    }
}
