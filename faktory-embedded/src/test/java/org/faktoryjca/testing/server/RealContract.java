package org.faktoryjca.testing.server;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Nested;

/** A real server under the contract. */
abstract class RealContract extends Contract {

    /** The longest time that every run waits for. */
    private static final Duration SHORT = Duration.ofSeconds(5);

    /** The name of its executable. */
    abstract String binary();

    @Override
    WorkServer start(Setup setup) {
        var builder = RealServers.named(binary());
        setup.password().ifPresent(builder::password);
        setup.certificate()
                .ifPresent(certificate -> builder.tls(certificate, setup.key().orElseThrow()));
        return builder.start();
    }

    @Override
    void pass(WorkServer itsServer, Duration time) {
        assumeTrue(
                time.compareTo(SHORT) <= 0 || Boolean.getBoolean("verify.long"),
                () -> "takes " + time.toSeconds() + " s and more on a real server; runs with -Dverify.long=true");
        var end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    @Override
    void restart(WorkServer itsServer) {
        ((FaktoryProcess) itsServer).restart();
    }

    @Override
    void stop(WorkServer itsServer) {
        itsServer.close();
    }

    @Nested
    class InTrouble extends TroubleContract {
        @Override
        RealContract contract() {
            return RealContract.this;
        }
    }
}
