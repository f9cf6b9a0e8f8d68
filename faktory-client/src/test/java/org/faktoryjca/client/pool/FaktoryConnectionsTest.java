package org.faktoryjca.client.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.faktoryjca.CannotConnectException;
import org.faktoryjca.ClosedException;
import org.faktoryjca.FaktoryConnection;
import org.faktoryjca.InvalidSettingsException;
import org.faktoryjca.Job;
import org.faktoryjca.client.settings.Setting;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.faktoryjca.testing.server.FaktoryProcess;
import org.faktoryjca.testing.server.WorkServer;
import org.faktoryjca.testing.server.WorkServers;
import org.junit.jupiter.api.Test;

class FaktoryConnectionsTest {

    @Test
    void jobsArePushedWithTheFactorysDefaults() {
        try (WorkServer server = WorkServers.start();
                var faktory = FaktoryConnections.at(server.url())
                        .set(Setting.DEFAULT_QUEUE, "mail")
                        .build()) {
            faktory.push(Job.of("mail", "someone@example.org"));
            var jids = faktory.pushAll(List.of(Job.of("a"), Job.of("b")));
            assertThat(jids).hasSize(2);
            try (var connection = faktory.getConnection()) {
                assertThat(connection.info().queues()).containsEntry("mail", 3L);
                assertThat(connection.admin().queues()).containsEntry("mail", 3L);
            }
        }
    }

    @Test
    void manyThreadsShareFewConnections() throws Exception {
        try (var server = EmbeddedFaktory.start();
                var faktory = FaktoryConnections.at(server.url()).poolSize(3).build()) {
            var threads = Executors.newFixedThreadPool(12);
            try {
                var tasks = new ArrayList<Callable<String>>();
                IntStream.range(0, 200).forEach(i -> tasks.add(() -> faktory.push(Job.of("count", i))));
                for (var done : threads.invokeAll(tasks)) {
                    assertThat(done.get()).isNotBlank();
                }
            } finally {
                threads.shutdownNow();
            }
            assertThat(server.queued("default")).hasSize(200);
            try (var connection = faktory.getConnection()) {
                assertThat(connection.info().connections()).isLessThanOrEqualTo(3);
            }
        }
    }

    @Test
    void afterARestartOfTheServerEveryIdleConnectionWorks() {
        var binary = FaktoryProcess.find("faktory");
        assumeTrue(binary.isPresent() || WorkServers.isRealRequired(), "there is no 'faktory' on the PATH");
        try (var server = FaktoryProcess.builder(binary.orElseThrow()).start();
                var faktory = FaktoryConnections.at(server.url()).poolSize(8).build()) {
            var held = new ArrayList<FaktoryConnection>();
            for (int i = 0; i < 8; i++) {
                held.add(faktory.getConnection());
                held.get(i).push(Job.of("before").queue("before"));
            }
            held.forEach(FaktoryConnection::close);
            server.kill();
            server.restart();
            for (int i = 0; i < 8; i++) {
                faktory.push(Job.of("after").queue("after"));
            }
            try (var connection = faktory.getConnection()) {
                assertThat(connection.info().queues()).containsEntry("after", 8L);
            }
        }
    }

    @Test
    void aPoolThatIsUsedUpSaysSo() {
        try (var server = EmbeddedFaktory.start();
                var faktory = FaktoryConnections.at(server.url())
                        .poolSize(1)
                        .set(Setting.CONNECT_TIMEOUT, "50ms")
                        .set(Setting.READ_TIMEOUT, "50ms")
                        .build();
                var held = faktory.getConnection()) {
            assertThat(held).isNotNull();
            assertThatThrownBy(faktory::getConnection)
                    .isInstanceOf(CannotConnectException.class)
                    .hasMessageContaining("FAKTORY-505")
                    .hasMessageContaining("all 1 are in use");
        }
    }

    @Test
    void whatIsClosedSaysSo() {
        try (var server = EmbeddedFaktory.start()) {
            var faktory = FaktoryConnections.at(server.url()).build();
            var handle = faktory.getConnection();
            handle.close();
            assertThatThrownBy(() -> handle.push(Job.of("a"))).isInstanceOf(ClosedException.class);
            faktory.close();
            faktory.close();
            assertThatThrownBy(faktory::getConnection).isInstanceOf(ClosedException.class);
        }
    }

    @Test
    void badSettingsAreReportedAllAtOnce() {
        assertThatThrownBy(() -> FaktoryConnections.at("nowhere")
                        .set(Setting.CHUNK_SIZE, "none")
                        .build())
                .isInstanceOfSatisfying(
                        InvalidSettingsException.class,
                        e -> assertThat(e.problems()).hasSize(2));
    }

    @Test
    void aFactorySurvivesSerialization() throws Exception {
        try (var server = EmbeddedFaktory.start();
                var faktory = FaktoryConnections.at(server.url()).build()) {
            try (var copy = copied(faktory)) {
                copy.push(Job.of("copied"));
            }
            assertThat(server.queued("default")).hasSize(1);
        }
    }

    private static FaktoryConnections copied(FaktoryConnections faktory) throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(faktory);
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (FaktoryConnections) in.readObject();
        }
    }

    @Test
    void whatABuilderIsToldLaterIsForTheNextFactory() throws Exception {
        try (var server = EmbeddedFaktory.builder().password("secret").start()) {
            var builder = FaktoryConnections.at(server.url())
                    .poolSize(1)
                    .set(Setting.CONNECT_TIMEOUT, "100ms")
                    .set(Setting.READ_TIMEOUT, "100ms");
            try (var faktory = builder.build()) {
                builder.set(Setting.DEFAULT_QUEUE, "later").poolSize(2);
                try (var copy = copied(faktory);
                        var next = builder.build();
                        var held = copy.getConnection("secret")) {
                    held.push(Job.of("any"));
                    assertThatThrownBy(() -> copy.getConnection("secret")).hasMessageContaining("all 1 are in use");
                    next.push(Job.of("any"));
                }
                assertThat(server.queued("default")).hasSize(1);
                assertThat(server.queued("later")).hasSize(1);
            }
        }
    }

    @Test
    void whoWaitsForAConnectionWhileTheFactoryIsClosedIsToldThat() throws Exception {
        try (var server = EmbeddedFaktory.start()) {
            var faktory = FaktoryConnections.at(server.url()).poolSize(1).build();
            try (var held = faktory.getConnection()) {
                assertThat(held).isNotNull();
                var told = new CompletableFuture<Throwable>();
                var interrupted = new AtomicBoolean();
                var waiter = new Thread(() -> {
                    told.complete(catchThrowable(faktory::getConnection));
                    interrupted.set(Thread.currentThread().isInterrupted());
                });
                waiter.start();
                await().until(() -> waiter.getState() == Thread.State.TIMED_WAITING);
                faktory.close();
                assertThat(told.get(60, TimeUnit.SECONDS)).isInstanceOf(ClosedException.class);
                waiter.join();
                assertThat(interrupted).isFalse();
            }
        }
    }
}
