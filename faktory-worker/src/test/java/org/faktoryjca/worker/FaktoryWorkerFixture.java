package org.faktoryjca.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.faktoryjca.Job;
import org.faktoryjca.ServerInfo;
import org.faktoryjca.client.Connection;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.client.settings.Setting;
import org.faktoryjca.testing.server.WorkServer;
import org.faktoryjca.testing.server.WorkServers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Workers in plain Java, with a work server that is the real one where there is one, and a queue for each test. */
abstract class FaktoryWorkerFixture {
    private static final AtomicInteger TESTS = new AtomicInteger();
    static WorkServer server;
    private static ExecutorService closers;

    /** Of its own for each test, so that the last FETCH of the one before does not take a job of the next. */
    final String queue = "queue-" + TESTS.incrementAndGet();

    final List<FaktoryWorker> workers = new ArrayList<>();
    final List<Object> seen = new CopyOnWriteArrayList<>();
    final CountDownLatch end = new CountDownLatch(1);
    Connection connection;

    @BeforeAll
    static void start() {
        server = WorkServers.start();
        closers = Executors.newCachedThreadPool();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        closers.shutdown();
        assertThat(closers.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        server.close();
    }

    @BeforeEach
    void connect() {
        connection = Connection.open(ServerSettings.at(server.url()));
        connection.flush();
    }

    @AfterEach
    void disconnect() {
        end.countDown();
        connection.close();
        // Beside the next test: each waits for the end of its FETCH, up to 2 s.
        workers.forEach(worker -> closers.submit(worker::close));
    }

    /** With time enough between the starts of its listeners, on any machine: jobs may be there already. */
    FaktoryWorker.Builder worker() {
        return FaktoryWorker.at(server.url()).queues(queue).set(Setting.STARTUP_GRACE, "1m");
    }

    FaktoryWorker started(FaktoryWorker.Builder builder) {
        var worker = builder.start();
        workers.add(worker);
        return worker;
    }

    void push(String type, Object... args) {
        connection.push(Job.of(type, args).queue(queue));
    }

    void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Asked only where no queue is being made: INFO beside that can end the real server. */
    ServerInfo info() {
        return connection.info();
    }

    void awaitProcessed(int jobs) {
        await().untilAsserted(() -> assertThat(info().processed()).isEqualTo(jobs));
        assertThat(info().working()).isZero();
    }

    void awaitNothingLeft() {
        TestWorkers.awaitNoThreads();
        await().untilAsserted(() -> assertThat(info().connections()).isEqualTo(1));
    }
}
