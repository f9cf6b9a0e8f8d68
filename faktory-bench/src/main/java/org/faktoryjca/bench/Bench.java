package org.faktoryjca.bench;

import java.nio.file.Path;
import org.faktoryjca.testing.server.FaktoryProcess;

/** Runs the measures and prints a line for each: {@code name value goal ok|short}. */
public final class Bench {
    private Bench() {}

    /** Arguments: the Go client's program, and perhaps the name of a group of measures. */
    public static void main(String[] arguments) throws Exception {
        var name = arguments.length > 1 ? arguments[1] : "outbound";
        if (!name.equals("outbound")) {
            System.err.println("bench: there is no group " + name + "; there is: outbound");
            System.exit(2);
        }
        var binary = FaktoryProcess.find("faktory");
        if (binary.isEmpty()) {
            System.err.println("bench: there is no 'faktory' on the PATH; the measures are ratios on the real one");
            System.exit(2);
        }
        boolean reached;
        try (var server = FaktoryProcess.builder(binary.get()).start();
                var outbound = new Outbound(server, Path.of(arguments[0]))) {
            System.out.println("# " + server.description() + ", Java " + Runtime.version() + ", "
                    + Runtime.getRuntime().availableProcessors() + " processors");
            reached = outbound.run();
        }
        System.exit(reached ? 0 : 1);
    }
}
