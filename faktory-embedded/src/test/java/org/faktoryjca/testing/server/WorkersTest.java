package org.faktoryjca.testing.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Workers by a clock that the test moves; over real connections they are in {@link BeatContract}. */
class WorkersTest {

    private final AtomicLong nanos = new AtomicLong();
    private final Workers workers = new Workers(nanos::get);

    private static final class Recorded implements Client {
        boolean closed;

        @Override
        public String wid() {
            return "w";
        }

        @Override
        public int connections() {
            return 1;
        }

        @Override
        public void closeSocket() {
            closed = true;
        }
    }

    private static Handshake.Hello hello(String wid) {
        return new Handshake.Hello(wid, "host", 7, List.of("java"), "");
    }

    @Test
    void allConnectionsOfAWorkerAreClosedAfterAMinuteWithoutABeat() {
        var first = new Recorded();
        var second = new Recorded();
        var other = new Recorded();
        workers.connected(hello("silent"), first);
        workers.connected(hello("silent"), second);
        workers.connected(hello("beating"), other);
        nanos.addAndGet(Duration.ofSeconds(59).toNanos());
        workers.beat("beating", "", 5);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        workers.closeSilent();
        assertThat(first.closed).isFalse();
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        workers.closeSilent();
        assertThat(first.closed).isTrue();
        assertThat(second.closed).isTrue();
        assertThat(other.closed).isFalse();
        workers.closeSilent();
        assertThat(workers.silenced()).isEqualTo(1);
    }

    @Test
    void whatAWorkerSaidOfItselfCanBeRead() {
        workers.connected(hello("w"), new Recorded());
        workers.connected(hello("w"), new Recorded());
        workers.beat("w", "quiet", 4_711);
        assertThat(workers.all())
                .containsExactly(new ConnectedWorker("w", "host", 7, List.of("java"), WorkerState.QUIET, 2, 1, 4_711));
    }
}
