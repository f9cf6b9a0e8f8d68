package org.faktoryjca.ra.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.security.PasswordCredential;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.security.auth.Subject;
import org.faktoryjca.AuthenticationException;
import org.faktoryjca.CannotConnectException;
import org.faktoryjca.ClosedException;
import org.faktoryjca.FaktoryConnection;
import org.faktoryjca.FaktoryConnectionFactory;
import org.faktoryjca.Job;
import org.faktoryjca.OutcomeUnknownException;
import org.faktoryjca.PushIncompleteException;
import org.faktoryjca.RejectedException;
import org.faktoryjca.client.settings.Secret;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.faktoryjca.testing.server.FaktoryProcess;
import org.faktoryjca.testing.server.Fault;
import org.faktoryjca.testing.server.FaultProxy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a pool and an application may expect of connections, by the specification's chapter on connection management. */
class ConnectionContractTest {
    private final StandalonePool pool = new StandalonePool();
    private EmbeddedFaktory server;
    private FaultProxy proxy;
    private FaktoryManagedConnectionFactory factory;
    private FaktoryConnectionFactory faktory;

    @BeforeEach
    void start() {
        server = EmbeddedFaktory.start();
        proxy = FaultProxy.before(server);
        factory = factory(proxy.url());
        faktory = factory.createConnectionFactory(pool);
    }

    @AfterEach
    void stop() throws Exception {
        pool.close();
        proxy.close();
        server.close();
    }

    private static FaktoryManagedConnectionFactory factory(String url) {
        var factory = new FaktoryManagedConnectionFactory();
        factory.setUrl(url);
        factory.setConnectTimeout("1s");
        factory.setReadTimeout("500ms");
        return factory;
    }

    private static Credentials password(String password) {
        return new Credentials(Optional.of(Secret.of(password)));
    }

    private static Subject signedOn(FaktoryManagedConnectionFactory factory, String password) {
        var credential = new PasswordCredential("someone", password.toCharArray());
        credential.setManagedConnectionFactory(factory);
        return new Subject(false, Set.of(), Set.of(), Set.of(credential));
    }

    @Test
    void aPoolGivesOutAgainWhatWasClosed() {
        for (int i = 0; i < 10; i++) {
            faktory.push(Job.of("greet", i));
        }
        assertThat(pool.idle()).isEqualTo(1);
        assertThat(proxy.accepted()).isEqualTo(1);
        assertThat(server.queued("default")).hasSize(10);
    }

    @Test
    void connectionsMatchBySettingsAndByCredentialsOfApplicationOrContainer() throws Exception {
        var plain = factory.createManagedConnection(null, Credentials.NONE);
        var own = factory.createManagedConnection(null, password("application"));
        var container = factory.createManagedConnection(signedOn(factory, "container"), password("application"));
        var all = Set.of(plain, own, container);

        assertThat(factory.matchManagedConnections(all, null, null)).isSameAs(plain);
        assertThat(factory.matchManagedConnections(all, null, Credentials.NONE)).isSameAs(plain);
        assertThat(factory.matchManagedConnections(all, null, password("application")))
                .isSameAs(own);
        assertThat(factory.matchManagedConnections(all, signedOn(factory, "container"), Credentials.NONE))
                .isSameAs(container);
        assertThat(factory.matchManagedConnections(all, null, password("other")))
                .isNull();
        assertThat(factory.matchManagedConnections(Set.of(), null, null)).isNull();

        var others = factory(proxy.url());
        others.setDefaultQueue("another");
        assertThat(others.matchManagedConnections(all, null, null)).isNull();
        // What was meant for another factory is not ours to use.
        assertThat(factory.matchManagedConnections(all, signedOn(others, "container"), Credentials.NONE))
                .isSameAs(plain);
    }

    @Test
    void theContainersSignOnGoesBeforeTheApplicationsAndBothBeforeTheFactorys() throws Exception {
        try (var locked = EmbeddedFaktory.builder().password("right-one").start()) {
            var wrong = factory("tcp://:wrong-one@127.0.0.1:" + locked.port());
            var connections = wrong.createConnectionFactory(pool);
            assertThatThrownBy(() -> connections.push(Job.of("greet"))).isInstanceOf(AuthenticationException.class);
            try (var connection = connections.getConnection("right-one")) {
                connection.push(Job.of("greet"));
            }
            assertThatThrownBy(() -> {
                        try (var connection = connections.getConnection("wrong-too")) {
                            connection.push(Job.of("greet"));
                        }
                    })
                    .isInstanceOf(AuthenticationException.class)
                    .hasMessageNotContaining("wrong-too");
            pool.subject = signedOn(wrong, "right-one");
            try (var connection = connections.getConnection("wrong-too")) {
                connection.push(Job.of("greet"));
            }
            assertThat(locked.queued("default")).hasSize(2);
        }
    }

    @Test
    void handlesThatShareAConnectionAreClosedEachForItself() throws Exception {
        var managed = (ManagedFaktoryConnection) factory.createManagedConnection(null, null);
        var one = (FaktoryConnection) managed.getConnection(null, null);
        var other = (FaktoryConnection) managed.getConnection(null, null);
        one.push(Job.of("one"));
        other.push(Job.of("other"));
        one.close();
        assertThatThrownBy(() -> one.push(Job.of("never")))
                .isInstanceOf(ClosedException.class)
                .hasMessageStartingWith("FAKTORY-206");
        other.push(Job.of("another"));
        assertThat(server.queued("default")).hasSize(3);
        assertThat(proxy.accepted()).isEqualTo(1);
        managed.destroy();
        assertThatThrownBy(() -> other.push(Job.of("never"))).isInstanceOf(ClosedException.class);
        assertThatThrownBy(other::info).isInstanceOf(ClosedException.class);
        assertThatThrownBy(other::admin).isInstanceOf(ClosedException.class);
        assertThatThrownBy(() -> other.pushAll(List.of())).isInstanceOf(ClosedException.class);
        assertThatCode(other::close).doesNotThrowAnyException();
    }

    @Test
    void aHandleMovesToTheConnectionThatThePoolGivesIt() throws Exception {
        var before = (ManagedFaktoryConnection) factory.createManagedConnection(null, null);
        var after = (ManagedFaktoryConnection) factory.createManagedConnection(null, null);
        var handle = (FaktoryConnection) before.getConnection(null, null);
        handle.push(Job.of("first"));
        after.associateConnection(handle);
        before.destroy();
        handle.push(Job.of("second"));
        assertThat(server.queued("default")).hasSize(2);
        assertThatThrownBy(() -> after.associateConnection("no handle")).isInstanceOf(NotSupportedException.class);
        after.destroy();
        assertThatThrownBy(() -> handle.push(Job.of("never"))).isInstanceOf(ClosedException.class);
    }

    @Test
    void aHandleWhoseConnectionWasTakenAwayAsksForAnother() throws Exception {
        for (var manager : List.of(new StandalonePool(), new StandalonePool.Lazy())) {
            try (var handle = factory.createConnectionFactory(manager).getConnection()) {
                var admin = handle.admin();
                for (int i = 0; i < 3; i++) {
                    handle.push(Job.of("greet"));
                    manager.takeAway();
                    assertThat(manager.taken()).isZero();
                }
                admin.pause(List.of("default"));
                assertThat(manager.taken()).isEqualTo(1);
            }
            assertThat(manager.taken()).isZero();
            assertThat(manager.idle()).isEqualTo(1);
            manager.close();
        }
        assertThat(server.queued("default")).hasSize(6);
    }

    @Test
    void aHandleClosedWithoutAConnectionIsToldToALazyManager() throws Exception {
        var lazy = new StandalonePool.Lazy();
        var handle = factory.createConnectionFactory(lazy).getConnection();
        lazy.takeAway();
        handle.close();
        handle.close();
        assertThat(lazy.closedInactive).containsExactly(handle);
        assertThatThrownBy(() -> handle.push(Job.of("never"))).isInstanceOf(ClosedException.class);
        assertThat(lazy.taken()).isZero();
        lazy.close();
    }

    @Test
    void whatEndsAConnectionIsToldToThePoolEachTime() {
        proxy.set(Fault.refuse());
        assertThatThrownBy(() -> faktory.push(Job.of("greet"))).isInstanceOf(CannotConnectException.class);
        assertThat(pool.errors).hasSize(1);

        proxy.clear();
        faktory.push(Job.of("greet"));
        proxy.set(Fault.cut().in(Fault.Direction.TO_CLIENT).at("PUSHB"));
        assertThatThrownBy(() -> faktory.push(Job.of("greet"))).isInstanceOf(OutcomeUnknownException.class);
        assertThat(pool.errors).hasSize(2);

        proxy.clear();
        faktory.push(Job.of("greet"));
        proxy.set(Fault.silence());
        assertThatThrownBy(() -> faktory.push(Job.of("greet")))
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageStartingWith("FAKTORY-203");
        assertThat(pool.errors).hasSize(3);

        proxy.clear();
        factory.setChunkSize("1");
        faktory.push(Job.of("greet"));
        proxy.set(Fault.garble(1));
        assertThatThrownBy(() -> faktory.pushAll(List.of(Job.of("a"), Job.of("b"))))
                .isInstanceOfAny(PushIncompleteException.class, OutcomeUnknownException.class);
        assertThat(pool.errors).hasSize(4);
        assertThat(pool.idle()).isZero();
        assertThat(pool.taken()).isZero();
    }

    @Test
    void anErrorThatLeavesTheConnectionWholeIsNotToldToThePool() {
        try (var connection = faktory.getConnection()) {
            assertThatThrownBy(() ->
                            connection.push(Job.of("greet").at(java.time.Instant.EPOCH.minusSeconds(99_999_999_999L))))
                    .isInstanceOfAny(RejectedException.class, org.faktoryjca.InvalidJobException.class);
            connection.push(Job.of("greet"));
        }
        assertThat(pool.errors).isEmpty();
        assertThat(pool.idle()).isEqualTo(1);
    }

    @Test
    void validationAsksTheServerAtMostOnceInFiveSecondsAndNotWhileItAnswers() throws Exception {
        var clock = new long[] {0};
        var connection = new ManagedFaktoryConnection(factory, factory.settings(), () -> clock[0]);
        assertThat(connection.isInvalid()).isFalse();
        assertThat(proxy.accepted()).isZero();
        ((FaktoryConnection) connection.getConnection(null, null)).push(Job.of("greet"));

        // From here on whatever is sent gets no answer: what asks, finds it invalid.
        proxy.set(Fault.silence());
        clock[0] += TimeUnit.MILLISECONDS.toNanos(4_900);
        assertThat(connection.isInvalid()).isFalse();
        proxy.clear();
        clock[0] += TimeUnit.MILLISECONDS.toNanos(200);
        assertThat(connection.isInvalid()).isFalse();
        proxy.set(Fault.silence());
        clock[0] += TimeUnit.MILLISECONDS.toNanos(4_900);
        assertThat(connection.isInvalid()).isFalse();
        clock[0] += TimeUnit.MILLISECONDS.toNanos(200);
        assertThat(connection.isInvalid()).isTrue();
        connection.destroy();
    }

    @Test
    void aConnectionThatTheServerHasClosedIsInvalid() throws Exception {
        var clock = new long[] {0};
        var connection = new ManagedFaktoryConnection(factory, factory.settings(), () -> clock[0]);
        ((FaktoryConnection) connection.getConnection(null, null)).push(Job.of("greet"));
        proxy.close();
        clock[0] += TimeUnit.MILLISECONDS.toNanos(101);
        Object invalid = factory.getInvalidConnections(Set.of(connection, "a stranger's"));
        assertThat(invalid).isEqualTo(Set.of(connection));
        connection.destroy();
    }

    @Test
    void anIdlePoolSurvivesTheDeathOfTheServer() throws Exception {
        var binary = FaktoryProcess.find("faktory");
        assumeTrue(binary.isPresent(), "there is no 'faktory' on the PATH");
        try (var real = FaktoryProcess.builder(binary.get()).start()) {
            var own = factory(real.url());
            var connections = own.createConnectionFactory(pool);
            for (int round = 0; round < 3; round++) {
                var eight = IntStream.range(0, 8)
                        .mapToObj(i -> connections.getConnection())
                        .toList();
                eight.forEach(connection -> connection.push(Job.of("before")));
                eight.forEach(FaktoryConnection::close);
                assertThat(pool.idle()).isEqualTo(8);

                real.kill();
                real.restart();

                for (int i = 0; i < 8; i++) {
                    connections.push(Job.of("after"));
                }
                var again = IntStream.range(0, 8)
                        .mapToObj(i -> connections.getConnection())
                        .toList();
                again.forEach(connection -> connection.push(Job.of("after")));
                again.forEach(FaktoryConnection::close);
            }
            assertThat(pool.errors).isEmpty();

            real.kill();
            assertThat(pool.validate(own)).isEqualTo(8);
            real.restart();
            connections.push(Job.of("after"));
            pool.close();
        }
    }

    @Test
    void cleanupAndDestroyMayBeCalledAgain() throws Exception {
        var managed = factory.createManagedConnection(null, null);
        var handle = (FaktoryConnection) managed.getConnection(null, null);
        handle.push(Job.of("greet"));
        managed.cleanup();
        managed.cleanup();
        assertThatThrownBy(() -> handle.push(Job.of("never"))).isInstanceOf(ClosedException.class);
        ((FaktoryConnection) managed.getConnection(null, null)).push(Job.of("again"));
        assertThat(proxy.accepted()).isEqualTo(1);
        managed.destroy();
        managed.destroy();
        managed.cleanup();
        assertThatThrownBy(() -> managed.getConnection(null, null))
                .isInstanceOf(ResourceException.class)
                .hasMessageContaining("destroyed");
        assertThat(proxy.accepted()).isEqualTo(1);
    }

    @Test
    void theMetaDataSayWhatIsKnownWithoutAsking() throws Exception {
        var managed = factory.createManagedConnection(null, password("s3cret"));
        var data = managed.getMetaData();
        assertThat(data.getEISProductName()).contains("Faktory", "127.0.0.1:" + proxy.port());
        assertThat(data.getEISProductVersion()).isEqualTo("protocol 2");
        assertThat(data.getMaxConnections()).isZero();
        assertThat(data.getUserName()).isEmpty();
        assertThat(proxy.accepted()).isZero();
        assertThat(managed.toString() + data).doesNotContain("s3cret");
        assertThatThrownBy(managed::getXAResource).isInstanceOf(NotSupportedException.class);
        assertThatThrownBy(managed::getLocalTransaction).isInstanceOf(NotSupportedException.class);
    }

    @Test
    void theServersLogWriterHearsOfErrorsAndOfTheEnd() throws Exception {
        var text = new StringWriter();
        factory.setLogWriter(new PrintWriter(text));
        assertThat(factory.getLogWriter()).isNotNull();
        var managed = factory.createManagedConnection(null, null);
        var handle = (FaktoryConnection) managed.getConnection(null, null);
        handle.push(Job.of("greet"));
        proxy.set(Fault.cut().in(Fault.Direction.TO_CLIENT).at("PUSHB"));
        assertThatThrownBy(() -> handle.push(Job.of("greet"))).isInstanceOf(OutcomeUnknownException.class);
        assertThat(text.toString()).contains("127.0.0.1:" + proxy.port(), "has ended", "FAKTORY-202");
        proxy.clear();
        handle.push(Job.of("greet"));
        managed.destroy();
        assertThat(text.toString()).contains("is closed");

        var before = text.toString();
        ManagedConnection silent = factory.createManagedConnection(null, null);
        silent.setLogWriter(null);
        ((FaktoryConnection) silent.getConnection(null, null)).push(Job.of("greet"));
        silent.destroy();
        assertThat(text.toString()).isEqualTo(before);
    }

    @Test
    void manyThreadsShareAFactoryAndEvenAConnection() throws Exception {
        var managed = (ManagedFaktoryConnection) factory.createManagedConnection(null, null);
        var threads = Executors.newFixedThreadPool(8);
        try {
            var together = new CyclicBarrier(8);
            var tasks = new ArrayList<Future<Boolean>>();
            for (int t = 0; t < 8; t++) {
                var handle = (FaktoryConnection) managed.getConnection(null, null);
                Callable<Boolean> task = () -> {
                    together.await();
                    for (int i = 0; i < 50; i++) {
                        handle.push(Job.of("by-handle"));
                        faktory.push(Job.of("by-factory"));
                        managed.isInvalid();
                    }
                    handle.close();
                    return true;
                };
                tasks.add(threads.submit(task));
            }
            for (var task : tasks) {
                assertThat(task.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(server.queued("default")).hasSize(800);
        assertThat(pool.errors).isEmpty();
        managed.destroy();
    }

    @Test
    void twoFactoriesAreEqualIfTheirSettingsAre() {
        assertThat(factory(proxy.url())).isEqualTo(factory).hasSameHashCodeAs(factory);
        assertThat(factory("tcp://elsewhere")).isNotEqualTo(factory);
        assertThat(password("a"))
                .isEqualTo(password("a"))
                .hasSameHashCodeAs(password("a"))
                .isNotEqualTo(password("b"));
    }
}
