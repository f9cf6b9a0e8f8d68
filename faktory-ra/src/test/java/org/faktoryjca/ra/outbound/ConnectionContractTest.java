package org.faktoryjca.ra.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.resource.NotSupportedException;
import java.util.List;
import java.util.Set;
import org.faktoryjca.AuthenticationException;
import org.faktoryjca.ClosedException;
import org.faktoryjca.FaktoryConnection;
import org.faktoryjca.Job;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.junit.jupiter.api.Test;

/** What a pool and an application may expect of connections, by the specification's chapter on connection management. */
class ConnectionContractTest extends PooledConnections {
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
    void twoFactoriesAreEqualIfTheirSettingsAre() {
        assertThat(factory(proxy.url())).isEqualTo(factory).hasSameHashCodeAs(factory);
        assertThat(factory("tcp://elsewhere")).isNotEqualTo(factory);
        assertThat(password("a"))
                .isEqualTo(password("a"))
                .hasSameHashCodeAs(password("a"))
                .isNotEqualTo(password("b"));
    }
}
