package org.faktoryjca.worker;

import static java.util.concurrent.CompletableFuture.runAsync;
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
        assertThat(waiter.get(60, TimeUnit.SECONDS)).isTrue();

        gate.quiet();
        var other = passing();
        gate.close();
        assertThat(other.get(60, TimeUnit.SECONDS)).isFalse();
    }

    private interface Waiting {
        void run() throws InterruptedException;
    }

    private static CompletableFuture<Void> beside(Waiting waiting) {
        return runAsync(() -> {
            try {
                waiting.run();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void aPauseEndsWithItsTimeOrWithTheGate() throws Exception {
        gate.pause(Duration.ofMillis(5));
        var pause = beside(() -> gate.pause(Duration.ofMinutes(5)));
        gate.quiet();
        gate.close();
        pause.get(60, TimeUnit.SECONDS);
    }

    @Test
    void whoHasAReportGoesOnWaitingUntilTheGateIsOver() throws Exception {
        var pause = beside(() -> gate.pauseWithReport(Duration.ofMinutes(5)));
        gate.close();
        Assertions.assertThatThrownBy(() -> pause.get(100, TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);
        assertThat(gate.isOver()).isFalse();
        gate.end();
        pause.get(60, TimeUnit.SECONDS);
        gate.close();
        assertThat(gate.isOver()).as("for good").isTrue();
        assertThat(gate.isClosed()).isTrue();
    }
}
