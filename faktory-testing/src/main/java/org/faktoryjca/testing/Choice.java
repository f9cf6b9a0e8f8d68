package org.faktoryjca.testing;

import java.nio.file.Path;
import java.util.Optional;
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
            case EMBEDDED -> embedded(test, "the test asks for the one in memory");
            case PROCESS -> process(test, settings);
            case ANY -> any(test, states, settings);
        };
    }

    private static Optional<String> password(FaktoryTest test) {
        return Optional.of(test.password()).filter(password -> !password.isEmpty());
    }

    private static Choice embedded(FaktoryTest test, String why) {
        var builder = EmbeddedFaktory.builder();
        password(test).ifPresent(builder::password);
        return new Choice(builder::start, why);
    }

    private static Choice process(FaktoryTest test, Path binary, String why) {
        var builder = FaktoryProcess.builder(binary);
        password(test).ifPresent(builder::password);
        return new Choice(builder::start, why);
    }

    private static Choice any(FaktoryTest test, boolean states, Settings settings) {
        var binary = test.binary();
        var url = settings.text(Settings.URL).filter(there -> password(test).isEmpty());
        if (url.isPresent()) {
            return new Choice(() -> BorrowedServer.at(url.get(), settings), Settings.URL + " names it");
        }
        var image = settings.text(Settings.IMAGE).orElse(ContainerServer.IMAGE);
        if (!states && !image.equals("none") && ContainerServer.isPossible()) {
            return new Choice(() -> ContainerServer.start(image, password(test)), "there is a container engine");
        }
        var found = FaktoryProcess.find(binary);
        if (found.isPresent()) {
            return process(test, found.get(), "'" + binary + "' is on the PATH");
        }
        var container = states ? "no states in a container" : "no container engine";
        var named =
                password(test).isEmpty() ? "no " + Settings.URL : Settings.URL + " passed over for the test's password";
        var none = named + ", " + container + ", no '" + binary + "' on the PATH";
        if (settings.flag(Settings.REQUIRE_REAL)) {
            throw new IllegalStateException(Settings.REQUIRE_REAL + " is set, and there is no real Faktory: " + none);
        }
        return embedded(test, none);
    }

    private static Choice process(FaktoryTest test, Settings settings) {
        var binary = test.binary();
        var found = FaktoryProcess.find(binary);
        if (found.isEmpty()) {
            var none = "there is no '" + binary + "' on the PATH";
            if (settings.flag(Settings.REQUIRE_REAL)) {
                throw new IllegalStateException(Settings.REQUIRE_REAL + " is set, and " + none);
            }
            Assumptions.abort("needs the real Faktory as a process, and " + none);
        }
        return process(test, found.orElseThrow(), "the test asks for the process, and '" + binary + "' is on the PATH");
    }
}
