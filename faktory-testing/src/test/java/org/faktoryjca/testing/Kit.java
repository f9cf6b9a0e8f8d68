package org.faktoryjca.testing;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Arrays;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Runs test classes inside a test, with nothing of this machine's environment. */
final class Kit {
    private final EngineTestKit.Builder builder = EngineTestKit.engine("junit-jupiter")
            .configurationParameter(Settings.URL, "")
            .configurationParameter(Settings.IMAGE, "none")
            .configurationParameter(Settings.REQUIRE_REAL, "false");

    Kit with(String name, String value) {
        builder.configurationParameter(name, value);
        return this;
    }

    EngineExecutionResults run(Class<?>... classes) {
        return builder.selectors(
                        Arrays.stream(classes).map(type -> selectClass(type)).toArray(ClassSelector[]::new))
                .execute();
    }

    /** So many tests, and every one of them well; otherwise with what went wrong first. */
    static void assertAllPassed(EngineExecutionResults results, int tests) {
        results.allEvents().failed().stream()
                .findFirst()
                .flatMap(event ->
                        event.getRequiredPayload(TestExecutionResult.class).getThrowable())
                .ifPresent(thrown -> {
                    throw new AssertionError("a test failed: " + thrown, thrown);
                });
        results.testEvents().assertStatistics(counts -> counts.succeeded(tests).aborted(0));
        results.containerEvents().assertStatistics(counts -> counts.aborted(0));
    }
}
