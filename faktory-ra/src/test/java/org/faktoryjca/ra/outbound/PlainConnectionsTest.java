package org.faktoryjca.ra.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.InvalidPropertyException;
import java.util.ArrayList;
import java.util.List;
import org.faktoryjca.CannotConnectException;
import org.faktoryjca.ClosedException;
import org.faktoryjca.InvalidJobException;
import org.faktoryjca.Job;
import org.faktoryjca.client.Connection;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.ra.RealFaktory;
import org.faktoryjca.testing.server.WorkServer;
import org.faktoryjca.testing.server.WorkServers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections without a transaction, as in a container that has none: pushes leave at once. */
class PlainConnectionsTest {
    private static WorkServer server;

    @BeforeAll
    static void start() {
        server = WorkServers.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void flush() {
        try (var connection = connection()) {
            connection.flush();
        }
    }

    private static Connection connection() {
        return Connection.open(ServerSettings.at(server.url()));
    }

    private static FaktoryManagedConnectionFactory factory(String url) {
        var factory = new FaktoryManagedConnectionFactory();
        factory.setUrl(url);
        return factory;
    }

    private static List<Job> fetchAll(String queue, int count) {
        var jobs = new ArrayList<Job>();
        try (var connection = connection()) {
            for (int i = 0; i < count; i++) {
                jobs.add(connection.fetch(List.of(queue)).orElseThrow());
            }
        }
        return jobs;
    }

    @Test
    void aJobIsThereWhenPushReturns() {
        var jid = factory(server.url()).createConnectionFactory().push(Job.of("greet", "hello"));
        assertThat(fetchAll("default", 1).get(0).jid()).isEqualTo(jid);
    }

    @Test
    void manyJobsArriveInOrderWhateverTheChunks() {
        var factory = factory(server.url());
        factory.setChunkSize("3");
        var jobs =
                List.of("a", "b", "c", "d", "e", "f", "g").stream().map(Job::of).toList();
        var jids = factory.createConnectionFactory().pushAll(jobs);
        assertThat(jids).isEqualTo(jobs.stream().map(Job::jid).toList());
        assertThat(fetchAll("default", 7).stream().map(Job::type)).containsExactly("a", "b", "c", "d", "e", "f", "g");
    }

    @Test
    void whatAJobDoesNotSayComesFromTheFactory() {
        var factory = factory(server.url());
        factory.setDefaultQueue("low");
        factory.setDefaultRetry("3");
        factory.setDefaultReserveFor("2m");
        factory.createConnectionFactory().push(Job.of("greet"));
        var job = fetchAll("low", 1).get(0);
        assertThat(job.retry()).hasValue(3);
        assertThat(job.reserveFor()).hasValueSatisfying(time -> assertThat(time).hasMinutes(2));
    }

    @Test
    void oneJobThatCannotBeSentStopsThemAll() {
        var pushed = factory(server.url()).createConnectionFactory();
        assertThatThrownBy(() -> pushed.pushAll(List.of(Job.of("a"), Job.of("b", Double.NaN))))
                .isInstanceOf(InvalidJobException.class);
        try (var connection = connection()) {
            assertThat(connection.info().enqueued()).isZero();
        }
    }

    @Test
    void aClosedHandleSaysSo() {
        var handle = factory(server.url()).createConnectionFactory().getConnection();
        assertThat(handle.info().version()).isNotBlank();
        handle.close();
        handle.close();
        assertThatThrownBy(() -> handle.push(Job.of("greet"))).isInstanceOf(ClosedException.class);
    }

    @Test
    void nothingIsConnectedBeforeItIsUsed() throws Exception {
        try (var counter = connection()) {
            var before = counter.info().connections();
            for (int i = 0; i < 8; i++) {
                factory(server.url()).createManagedConnection(null, null);
            }
            // Less, where the server has only now noticed that an earlier one has gone.
            assertThat(counter.info().connections()).isLessThanOrEqualTo(before);
        }
    }

    @Test
    void aServerThatIsAwayIsToldToThePoolAndToTheCaller() throws Exception {
        var connection = factory("tcp://127.0.0.1:1").createManagedConnection(null, null);
        var errors = new ArrayList<Exception>();
        connection.addConnectionEventListener(new Errors(errors));
        var handle = (ConnectionHandle) connection.getConnection(null, null);
        assertThatThrownBy(() -> handle.push(Job.of("greet"))).isInstanceOf(CannotConnectException.class);
        assertThat(errors).singleElement().isInstanceOf(CannotConnectException.class);
    }

    @Test
    void afterARestartOfTheServerTheNextPushSucceedsOnAnIdleConnection() throws Exception {
        try (var real = RealFaktory.builder().start()) {
            var connection = factory(real.url()).createManagedConnection(null, null);
            var handle = (ConnectionHandle) connection.getConnection(null, null);
            handle.push(Job.of("before"));
            real.restart();
            handle.push(Job.of("after"));
            try (var reader = Connection.open(ServerSettings.at(real.url()))) {
                assertThat(reader.info().enqueued()).isEqualTo(2);
            }
            connection.destroy();
        }
    }

    @Test
    void badSettingsAreRefusedBeforeAnythingIsSentAllAtOnce() {
        var factory = factory("nowhere");
        factory.setTransaction("sometimes");
        factory.setDefaultQueue("a b");
        factory.setOutboxTable("other");
        assertThatThrownBy(() -> factory.createManagedConnection(null, null))
                .isInstanceOf(InvalidPropertyException.class)
                .hasMessageContainingAll(
                        "url",
                        "transaction must be one of [afterCommit, none]",
                        "defaultQueue",
                        "outboxTable is not yet supported");
    }

    private record Errors(List<Exception> errors) implements ConnectionEventListener {
        @Override
        public void connectionErrorOccurred(ConnectionEvent event) {
            errors.add(event.getException());
        }

        @Override
        public void connectionClosed(ConnectionEvent event) {
            throw new AssertionError("nothing was closed");
        }

        @Override
        public void localTransactionStarted(ConnectionEvent event) {
            throw new AssertionError("there are no local transactions");
        }

        @Override
        public void localTransactionCommitted(ConnectionEvent event) {
            throw new AssertionError("there are no local transactions");
        }

        @Override
        public void localTransactionRolledback(ConnectionEvent event) {
            throw new AssertionError("there are no local transactions");
        }
    }
}
