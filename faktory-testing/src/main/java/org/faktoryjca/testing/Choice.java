package org.faktoryjca.testing;

import java.util.function.Supplier;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.faktoryjca.testing.server.FaktoryProcess;
import org.faktoryjca.testing.server.LoadableServer;
import org.junit.jupiter.api.Assumptions;

/**
 * Which server a test class runs on, and why.
 *
 * @param starter starts it
 * @param why for the report
 */
record Choice(Supplier<LoadableServer> starter, String why) {

    static Choice of(FaktoryTest test, boolean states, Settings settings) {
        return switch (test.on()) {
            case EMBEDDED -> new Choice(EmbeddedFaktory::start, "the test asks for the one in memory");
            case PROCESS -> process(test.binary(), settings);
            case ANY -> any(test.binary(), states, settings);
        };
    }

    private static Choice any(String binary, boolean states, Settings settings) {
        var url = settings.text(Settings.URL);
        if (url.isPresent()) {
            return new Choice(() -> BorrowedServer.at(url.get(), settings), Settings.URL + " names it");
        }
        var image = settings.text(Settings.IMAGE).orElse(ContainerServer.IMAGE);
        if (!states && !image.equals("none") && ContainerServer.isPossible()) {
            return new Choice(() -> ContainerServer.start(image), "there is a container engine");
        }
        var found = FaktoryProcess.find(binary);
        if (found.isPresent()) {
            return new Choice(() -> FaktoryProcess.builder(found.get()).start(), "'" + binary + "' is on the PATH");
        }
        var container = states ? "no states in a container" : "no container engine";
        var none = "no " + Settings.URL + ", " + container + ", no '" + binary + "' on the PATH";
        if (settings.flag(Settings.REQUIRE_REAL)) {
            throw new IllegalStateException(Settings.REQUIRE_REAL + " is set, and there is no real Faktory: " + none);
        }
        return new Choice(EmbeddedFaktory::start, none);
    }

    private static Choice process(String binary, Settings settings) {
        var found = FaktoryProcess.find(binary);
        if (found.isEmpty()) {
            var none = "there is no '" + binary + "' on the PATH";
            if (settings.flag(Settings.REQUIRE_REAL)) {
                throw new IllegalStateException(Settings.REQUIRE_REAL + " is set, and " + none);
            }
            Assumptions.abort("needs the real Faktory as a process, and " + none);
        }
        return new Choice(
                () -> FaktoryProcess.builder(found.orElseThrow()).start(),
                "the test asks for the process, and '" + binary + "' is on the PATH");
    }
}
