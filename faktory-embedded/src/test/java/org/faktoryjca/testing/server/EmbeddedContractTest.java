package org.faktoryjca.testing.server;

import static org.junit.jupiter.api.Assumptions.abort;

import java.time.Duration;
import java.util.Set;

class EmbeddedContractTest extends Contract {

    @Override
    WorkServer start(Setup setup) {
        var builder = EmbeddedFaktory.builder();
        setup.password().ifPresent(builder::password);
        setup.certificate()
                .ifPresent(certificate -> builder.tls(certificate, setup.key().orElseThrow()));
        return builder.start();
    }

    @Override
    Set<Wrong> wrongs() {
        return Set.of();
    }

    @Override
    void pass(WorkServer itsServer, Duration time) {
        ((EmbeddedFaktory) itsServer).advance(time);
    }

    @Override
    void restart(WorkServer itsServer) {
        abort("the server in memory keeps nothing on disk");
    }

    @Override
    void stop(WorkServer itsServer) {
        ((EmbeddedFaktory) itsServer).shutDown();
    }
}
