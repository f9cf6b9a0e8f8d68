package org.faktoryjca.client;

import java.util.EnumSet;
import java.util.Set;
import org.faktoryjca.testing.server.Fault;
import org.faktoryjca.testing.server.Fault.Effect;
import org.faktoryjca.testing.server.Fault.OnTheWire;
import org.faktoryjca.testing.server.WorkServer;

/**
 * The matrix before the real server: by default what ends conversations, and for a few commands the rest. Nothing is garbled on
 * its way there, because some nonsense kills it.
 */
class RealFaultMatrixTest extends FaultMatrix {
    private static final Set<Said> FEW = EnumSet.of(Said.PUSHB, Said.FETCH, Said.ACK, Said.KILL);

    @Override
    WorkServer startServer() {
        return RealFaktory.builder().start();
    }

    @Override
    boolean isUsual(Said said, Fault fault) {
        var effect = ((OnTheWire) fault).effect();
        return effect instanceof Effect.Cut
                || effect instanceof Effect.Reset
                || FEW.contains(said) && !(effect instanceof Effect.Garble);
    }
}
