package org.faktoryjca.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.faktoryjca.FaktoryConnection;
import org.faktoryjca.FaktoryConnectionFactory;
import org.faktoryjca.Job;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.faktoryjca.testing.server.FaktoryProcess;
import org.faktoryjca.testing.server.LoadableServer;
import org.faktoryjca.testing.server.WorkServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Test classes as users write them, which {@link FaktoryTestTest} runs. */
final class Samples {
    /** Where tests have run, for those who look from outside. */
    static final Set<String> URLS = ConcurrentHashMap.newKeySet();

    private Samples() {}

    /** Each of its tests would fail on what another one leaves. */
    abstract static class Common {
        private final URI url;

        Common(URI url) {
            this.url = url;
            URLS.add(url.toString());
        }

        @BeforeEach
        void aServerIsEmptyBeforeATestPushesItself(FaktoryConnection connection) {
            assertThat(connection.info().enqueued()).isZero();
            assertThat(connection.info().processed()).isZero();
            connection.push(Job.of("first"));
        }

        @Test
        void aTestGetsTheServerAConnectionAndTheUrl(
                WorkServer server, FaktoryConnection connection, FaktoryConnectionFactory faktory) {
            assertThat(server.url()).isEqualTo(url.toString());
            connection.push(Job.of("mail").queue("images"));
            faktory.push(Job.of("mail").queue("images").in(Duration.ofHours(1)));
            connection.admin().pause(List.of("images"));
            assertThat(faktory.getConnection().info().enqueued()).isEqualTo(2);
            assertThat(connection.info().scheduled()).isEqualTo(1);
        }

        @Test
        void anotherTestSeesNothingOfIt(FaktoryConnectionFactory faktory) {
            faktory.push(Job.of("mail").queue("images"));
            assertThat(faktory.getConnection().info().queues()).containsEntry("images", 1L);
            assertThat(faktory.getConnection().info().scheduled()).isZero();
        }

        @Nested
        class Inside {
            @Test
            void aNestedClassHasTheSameServer(URI same) {
                assertThat(same).isEqualTo(url);
            }
        }
    }

    @FaktoryTest
    static class OnWhatThereIs extends Common {
        OnWhatThereIs(URI url) {
            super(url);
        }
    }

    @FaktoryTest(binary = "faktory-1.9.4")
    static class OnTheOldOne extends Common {
        OnTheOldOne(URI url) {
            super(url);
        }
    }

    @FaktoryTest(binary = "no-such-faktory")
    static class WithoutBinary extends Common {
        WithoutBinary(URI url) {
            super(url);
        }
    }

    @FaktoryTest(password = "s3cret word")
    static class WithAPassword extends Common {
        WithAPassword(URI url) {
            super(url);
        }
    }

    @FaktoryTest(password = "s3cret word", on = FaktoryTest.Server.EMBEDDED)
    static class WithAPasswordInMemory extends Common {
        WithAPasswordInMemory(URI url) {
            super(url);
        }
    }

    @FaktoryTest(on = FaktoryTest.Server.PROCESS, binary = "no-such-faktory")
    static class AskingForAProcess extends Common {
        AskingForAProcess(URI url) {
            super(url);
        }
    }

    @FaktoryTest(on = FaktoryTest.Server.EMBEDDED)
    static class WrongParameters {
        @Test
        void needsAnother(FaktoryProcess process) {}
    }

    @FaktoryTest(on = FaktoryTest.Server.EMBEDDED)
    static class MovingTheClock {
        @Test
        void one(EmbeddedFaktory server) {
            moved(server);
        }

        @Test
        void two(EmbeddedFaktory server) {
            moved(server);
        }

        private static void moved(EmbeddedFaktory server) {
            assertThat(server.now()).isBefore(Instant.now().plusSeconds(60));
            server.advance(Duration.ofDays(1));
        }
    }

    /** As much at a time as JUnit lets them. */
    abstract static class Parallel {
        private static final AtomicInteger CLASSES = new AtomicInteger();

        static int most;

        private final AtomicInteger here;
        private final LoadableServer server;

        Parallel(AtomicInteger here, LoadableServer server) {
            this.here = here;
            this.server = server;
            URLS.add(server.url());
        }

        @Test
        void one() {
            alone();
        }

        @Test
        void two() {
            alone();
        }

        @Test
        void three() {
            alone();
        }

        private void alone() {
            assertThat(here.incrementAndGet()).isEqualTo(1);
            synchronized (Parallel.class) {
                most = Math.max(most, CLASSES.incrementAndGet());
            }
            try (var faktory = org.faktoryjca.client.pool.FaktoryConnections.at(server.url())
                    .build()) {
                // As long as it takes for the other class to come, within reason.
                for (var i = 0; i < 200 && most < 2; i++) {
                    faktory.push(Job.of("one of " + here));
                }
                faktory.push(Job.of("last"));
            }
            assertThat(server.state().queued().get("default")).hasSizeBetween(1, 201);
            synchronized (Parallel.class) {
                CLASSES.decrementAndGet();
            }
            here.decrementAndGet();
        }
    }

    @FaktoryTest(on = FaktoryTest.Server.EMBEDDED)
    static class ParallelOne extends Parallel {
        private static final AtomicInteger HERE = new AtomicInteger();

        ParallelOne(LoadableServer server) {
            super(HERE, server);
        }
    }

    @FaktoryTest(on = FaktoryTest.Server.EMBEDDED)
    static class ParallelTwo extends Parallel {
        private static final AtomicInteger HERE = new AtomicInteger();

        ParallelTwo(LoadableServer server) {
            super(HERE, server);
        }
    }
}
