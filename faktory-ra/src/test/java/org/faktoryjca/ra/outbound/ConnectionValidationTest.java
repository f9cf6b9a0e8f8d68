package org.faktoryjca.ra.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.faktoryjca.FaktoryConnection;
import org.faktoryjca.Job;
import org.faktoryjca.ra.RealFaktory;
import org.faktoryjca.testing.server.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a pool learns that asks whether its connections are of use, and what it has when the server was gone. */
@Timeout(120)
class ConnectionValidationTest extends PooledConnections {
    @Test
    void validationAsksTheServerAtMostOnceInFiveSecondsAndNotWhileItAnswers() throws Exception {
        var clock = new long[] {0};
        var connection = new ManagedFaktoryConnection(factory, factory.settings(), () -> clock[0]);
        assertThat(connection.isInvalid(PATIENCE)).isFalse();
        assertThat(proxy.accepted()).isZero();
        ((FaktoryConnection) connection.getConnection(null, null)).push(Job.of("greet"));

        // From here on whatever is sent gets no answer: what asks, finds it invalid.
        proxy.set(Fault.silence());
        clock[0] += TimeUnit.MILLISECONDS.toNanos(4_900);
        assertThat(connection.isInvalid(PATIENCE)).isFalse();
        proxy.clear();
        clock[0] += TimeUnit.MILLISECONDS.toNanos(200);
        assertThat(connection.isInvalid(PATIENCE)).isFalse();
        proxy.set(Fault.silence());
        clock[0] += TimeUnit.MILLISECONDS.toNanos(4_900);
        assertThat(connection.isInvalid(PATIENCE)).isFalse();
        clock[0] += TimeUnit.MILLISECONDS.toNanos(200);
        assertThat(connection.isInvalid(PATIENCE)).isTrue();
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
        try (var real = RealFaktory.builder().start()) {
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
            // Those that the server has just answered are taken for alive, unseen, for 100 ms.
            await().untilAsserted(() -> {
                pool.validate(own);
                assertThat(pool.idle()).isZero();
            });
            real.restart();
            connections.push(Job.of("after"));
            pool.close();
        }
    }

    @Test
    void aServerThatIsSilentOnManyConnectionsHoldsThePoolUpOnce() throws Exception {
        factory.setReadTimeout("1h");
        var clock = new long[] {0};
        var connections = new LinkedHashSet<ManagedFaktoryConnection>();
        for (int i = 0; i < 40; i++) {
            var connection = new ManagedFaktoryConnection(factory, factory.settings(), () -> clock[0]);
            ((FaktoryConnection) connection.getConnection(null, null)).push(Job.of("greet"));
            connections.add(connection);
        }
        proxy.set(Fault.silence());
        clock[0] += TimeUnit.SECONDS.toNanos(6);
        var begun = System.nanoTime();
        assertThat(factory.getInvalidConnections(connections).size()).isEqualTo(1);
        // It would be 40 s, if each were asked, and hours with the server's time-out.
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(25));
        assertThat(factory.getInvalidConnections(connections).size()).isEqualTo(1);
        connections.forEach(ManagedFaktoryConnection::destroy);
    }
}
