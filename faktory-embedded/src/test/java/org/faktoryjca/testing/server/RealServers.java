package org.faktoryjca.testing.server;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

/** The real servers of this machine. */
final class RealServers {

    private RealServers() {}

    /** Skips the test where there is none, unless FAKTORY_REQUIRE_REAL asks for it: then it fails. */
    static FaktoryProcessBuilder named(String name) {
        var binary = FaktoryProcess.find(name);
        if (binary.isEmpty()) {
            var why = "there is no executable '" + name + "' on the PATH";
            return WorkServers.isRealRequired() ? fail(why + ", and FAKTORY_REQUIRE_REAL is set") : abort(why);
        }
        return FaktoryProcess.builder(binary.get());
    }
}
