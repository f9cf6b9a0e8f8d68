package org.faktoryjca.client;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.faktoryjca.testing.server.FaktoryProcess;
import org.faktoryjca.testing.server.WorkServers;

/** The real server, for tests that no other one will do for. */
final class RealFaktory {
    private RealFaktory() {}

    /** Skips the test where there is none, unless it is required: then it fails. */
    static FaktoryProcess.Builder builder() {
        var binary = FaktoryProcess.find("faktory");
        if (!WorkServers.isRealRequired()) {
            assumeTrue(binary.isPresent(), "there is no 'faktory' on the PATH");
        }
        return FaktoryProcess.builder(binary.orElseThrow(
                () -> new AssertionError("FAKTORY_REQUIRE_REAL is set, and 'faktory' is not on the PATH")));
    }
}
