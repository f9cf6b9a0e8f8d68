package org.faktoryjca.client;

import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.faktoryjca.testing.server.Fault;
import org.faktoryjca.testing.server.WorkServer;

/** The whole matrix before the server in memory. */
class EmbeddedFaultMatrixTest extends FaultMatrix {
    @Override
    WorkServer startServer() {
        return EmbeddedFaktory.start();
    }

    @Override
    boolean isUsual(Said said, Fault fault) {
        return true;
    }
}
