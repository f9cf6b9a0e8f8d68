package org.faktoryjca.ra;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.faktoryjca.testing.server.FaktoryProcess;
import org.faktoryjca.testing.server.FaktoryProcessBuilder;
import org.faktoryjca.testing.server.WorkServers;

/** The real server, for tests that no other one will do for. */
public final class RealFaktory {
    private static final String NEWEST = "faktory";

    private RealFaktory() {}

    /** Skips the test where there is none, unless it is required: then it fails. */
    public static FaktoryProcessBuilder builder() {
        return builder(NEWEST);
    }

    /** As the other one, for an executable of this name. Only the newest is ever required. */
    public static FaktoryProcessBuilder builder(String name) {
        var binary = FaktoryProcess.find(name);
        if (!WorkServers.isRealRequired() || !name.equals(NEWEST)) {
            assumeTrue(binary.isPresent(), "there is no '" + name + "' on the PATH");
        }
        return FaktoryProcess.builder(binary.orElseThrow(
                () -> new AssertionError("FAKTORY_REQUIRE_REAL is set, and '" + name + "' is not on the PATH")));
    }
}
