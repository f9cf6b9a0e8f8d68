package org.faktoryjca.worker;

import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class GateTest {
    private final Gate gate = new Gate();

    private CompletableFuture<Boolean> passing() {
        return supplyAsync(() -> {
            try {
                return gate.pass();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void anOpenGateLetsPassAndAClosedOneNever() throws Exception {
        assertThat(gate.pass()).isTrue();
        gate.close();
        assertThat(gate.pass()).isFalse();
        gate.open();
        gate.quiet();
        assertThat(gate.isClosed()).isTrue();
        assertThat(gate.pass()).isFalse();
    }

    @Test
    void aQuietGateKeepsWaitersUntilItOpensOrCloses() throws Exception {
        gate.quiet();
        var waiter = passing();
        Assertions.assertThatThrownBy(() -> waiter.get(100, TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);
        gate.open();
        assertThat(waiter.get(5, TimeUnit.SECONDS)).isTrue();

        gate.quiet();
        var other = passing();
        gate.close();
        assertThat(other.get(5, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void aPauseEndsWithItsTimeOrWithTheGate() throws Exception {
        assertThat(gate.pause(Duration.ofMillis(5))).isTrue();
        var pause = supplyAsync(() -> {
            try {
                return gate.pause(Duration.ofMinutes(5));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        gate.quiet();
        gate.close();
        assertThat(pause.get(5, TimeUnit.SECONDS)).isFalse();
    }
}
