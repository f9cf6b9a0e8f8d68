package org.faktoryjca.ra.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ManagedConnection;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.faktoryjca.CannotConnectException;
import org.faktoryjca.ClosedException;
import org.faktoryjca.FaktoryConnection;
import org.faktoryjca.Job;
import org.faktoryjca.OutcomeUnknownException;
import org.faktoryjca.PushIncompleteException;
import org.faktoryjca.RejectedException;
import org.faktoryjca.client.json.JobDefaults;
import org.faktoryjca.client.json.JobWriter;
import org.faktoryjca.testing.server.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of connections that end, and who hears of it. */
@Timeout(120)
class ConnectionEndTest extends PooledConnections {
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
        faktory.push(Job.of("greet"));
        proxy.set(Fault.garble(1).in(Fault.Direction.TO_CLIENT));
        assertThatThrownBy(() -> faktory.push(Job.of("greet")))
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageStartingWith("FAKTORY-204");
        assertThat(pool.errors).hasSize(4);
        assertThat(pool.idle()).isZero();
        assertThat(pool.taken()).isZero();
    }

    @Test
    void anEndBetweenTwoChunksIsToldToThePoolAndSaysWhichJobsHaveArrived() {
        factory.setChunkSize("1");
        var jobs = List.of(Job.of("a"), Job.of("b"), Job.of("c"));
        var first = new JobWriter(JobDefaults.STANDARD).write(jobs.get(0)).size();
        proxy.set(Fault.cut().in(Fault.Direction.TO_SERVER).at("PUSHB").after(first + 30));
        assertThatThrownBy(() -> faktory.pushAll(jobs))
                .isInstanceOfSatisfying(PushIncompleteException.class, thrown -> {
                    assertThat(thrown.accepted()).containsExactly(jobs.get(0).jid());
                    assertThat(thrown.unknown()).containsExactly(jobs.get(1).jid());
                    assertThat(thrown.notSent()).containsExactly(jobs.get(2).jid());
                });
        assertThat(Pusher.types(server.queued("default"))).containsExactly("a");
        assertThat(pool.errors).hasSize(1);
        assertThat(pool.idle() + pool.taken()).isZero();
    }

    @Test
    void anErrorThatLeavesTheConnectionWholeIsNotToldToThePool() throws Exception {
        try (var refusing = new RefusingServer()) {
            var connections = factory(refusing.url()).createConnectionFactory(pool);
            try (var connection = connections.getConnection()) {
                assertThatThrownBy(() -> connection.push(Job.of("poison"))).isInstanceOf(RejectedException.class);
                assertThatThrownBy(() -> connection.push(Job.of("bad"))).isInstanceOf(RejectedException.class);
                connection.push(Job.of("greet"));
            }
            assertThat(refusing.accepted).containsExactly("greet");
            assertThat(refusing.connections()).isEqualTo(1);
        }
        assertThat(pool.errors).isEmpty();
        assertThat(pool.idle()).isEqualTo(1);
    }

    @Test
    void destroyingAConnectionEndsThePushThatIsUnderWay() throws Exception {
        factory.setReadTimeout("1h");
        var managed = (ManagedFaktoryConnection) factory.createManagedConnection(null, null);
        var handle = (FaktoryConnection) managed.getConnection(null, null);
        handle.push(Job.of("greet"));
        proxy.set(Fault.silence().in(Fault.Direction.TO_CLIENT));
        var push = new FutureTask<>(() -> handle.push(Job.of("arrives")));
        new Thread(push, "pusher").start();
        await().until(() -> server.queued("default").size() == 2);
        managed.destroy();
        assertThatThrownBy(push::get).hasCauseInstanceOf(OutcomeUnknownException.class);
        assertThat(pool.errors).isEmpty();
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
                        managed.isInvalid(PATIENCE);
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
}
