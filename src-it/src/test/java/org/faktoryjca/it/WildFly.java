package org.faktoryjca.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** WildFly as its administrators command it. */
final class WildFly {
    private static final int PATIENCE_SECONDS = 120;

    private WildFly() {}

    /** Has a command carried out to its end, by the server's own program. */
    static void command(String command) throws IOException, InterruptedException {
        var program = Path.of(System.getProperty("it.wildfly.home"), "bin", "jboss-cli.sh");
        var process = new ProcessBuilder(
                        "sh",
                        program.toString(),
                        "--connect",
                        "--controller=127.0.0.1:" + System.getProperty("it.admin.port"),
                        command)
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new AssertionError("WildFly did not do " + command + ": " + said);
        }
    }
}
