package org.faktoryjca.client;

import java.util.EnumSet;
import java.util.Set;
import org.faktoryjca.testing.server.Fault.Direction;
import org.faktoryjca.testing.server.Fault.Effect;
import org.faktoryjca.testing.server.Fault.OnTheWire;
import org.faktoryjca.testing.server.WorkServer;

/**
 * The matrix before the real server: by default what ends conversations, and for a few commands the rest. Nothing is garbled on
 * its way there, because some nonsense kills it.
 */
class RealFaultMatrixTest extends FaultMatrix {
    @Override
    WorkServer startServer() {
        return RealFaktory.builder().start();
    }

    @Override
    boolean isUsual(Said said, OnTheWire fault) {
        return fault.effect() instanceof Effect.Cut || fault.effect() instanceof Effect.Reset || FEW.contains(said);
    }

    @Override
    Set<Direction> garbledDirections() {
        return EnumSet.of(Direction.TO_CLIENT);
    }
}
