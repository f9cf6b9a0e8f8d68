package org.faktoryjca.bench;

import java.io.IOException;
import java.nio.file.Path;
import org.faktoryjca.testing.server.FaktoryProcess;

/** Runs the measures and prints a line for each: {@code name value goal ok|short}. */
public final class Bench {
    private Bench() {}

    /** Arguments: where the other programs are, and what {@link Options} reads. */
    public static void main(String[] arguments) throws Exception {
        Options options = null;
        try {
            options = Options.of(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage());
            System.exit(2);
        }
        var binary = FaktoryProcess.find("faktory");
        if (binary.isEmpty()) {
            System.err.println("bench: there is no 'faktory' on the PATH; the measures are ratios on the real one");
            System.exit(2);
        }
        System.exit(run(binary.get(), options) ? 0 : 1);
    }

    private static boolean run(Path binary, Options options) throws Exception {
        var outbound = new Report();
        var inbound = new Report();
        try (var server = FaktoryProcess.builder(binary).start()) {
            outbound.note(server.description() + ", Java " + Runtime.version() + ", "
                    + Runtime.getRuntime().availableProcessors() + " processors");
            if (options.wantsAnyOf("outbound.")) {
                try (var measures = new Outbound(server, options, outbound)) {
                    measures.run();
                }
                plot(options, outbound, "outbound.svg");
            }
            if (options.wantsAnyOf("inbound.")) {
                try (var measures = new Inbound(server, options, inbound)) {
                    measures.run();
                }
                plot(options, inbound, "inbound.svg");
            }
        }
        return outbound.isReached() && inbound.isReached();
    }

    private static void plot(Options options, Report report, String file) throws IOException {
        if (options.plots().isPresent()) {
            report.plot(options.plots().get().resolve(file));
        }
    }
}
