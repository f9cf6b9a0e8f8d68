package org.faktoryjca.testing.server;

/**
 * Which work server a test runs on: the real one where its binary is on the PATH, else the one in memory. With
 * {@code FAKTORY_REQUIRE_REAL=true} in the environment, as in CI, the absence of the real one fails. Which one it was is a line
 * of the logger {@code org.faktoryjca.testing}.
 */
public final class WorkServers {
    private static final System.Logger LOG = System.getLogger("org.faktoryjca.testing");
    private static final StackWalker CALLERS = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private WorkServers() {}

    /**
     * Starts one, without a password.
     *
     * @throws IllegalStateException if the real one is required and not there
     */
    public static WorkServer start() {
        var server = chosen();
        LOG.log(
                System.Logger.Level.INFO,
                "{0} runs on {1}",
                CALLERS.getCallerClass().getName(),
                server.description());
        return server;
    }

    private static WorkServer chosen() {
        var binary = FaktoryProcess.find("faktory");
        if (binary.isPresent()) {
            return FaktoryProcess.builder(binary.get()).start();
        }
        if (isRealRequired()) {
            throw new IllegalStateException("FAKTORY_REQUIRE_REAL is set, and there is no 'faktory' on the PATH");
        }
        return EmbeddedFaktory.start();
    }

    /** Whether nothing but the real server will do. */
    public static boolean isRealRequired() {
        return Boolean.parseBoolean(System.getenv("FAKTORY_REQUIRE_REAL"));
    }
}
