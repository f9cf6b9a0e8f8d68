package org.faktoryjca.client;

import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.faktoryjca.testing.server.Fault.Effect;
import org.faktoryjca.testing.server.Fault.OnTheWire;
import org.faktoryjca.testing.server.WorkServer;

/** The matrix before the server in memory: nearly all of it by default. */
class EmbeddedFaultMatrixTest extends FaultMatrix {
    @Override
    WorkServer startServer() {
        return EmbeddedFaktory.start();
    }

    @Override
    boolean isUsual(Said said, OnTheWire fault) {
        return !(fault.effect() instanceof Effect.Jam) || FEW.contains(said);
    }
}
