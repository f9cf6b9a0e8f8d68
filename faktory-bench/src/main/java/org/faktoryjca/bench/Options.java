package org.faktoryjca.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the bench was told on its command line.
 *
 * @param programs where the Go and Node programs, the application and its server are
 * @param rounds how many rounds count, after the warm-up
 * @param plots where plots are written to
 * @param names what to measure; everything if empty
 */
record Options(Path programs, int rounds, Optional<Path> plots, List<String> names) {
    private static final int ROUNDS = 7;
    private static final int QUICK = 3;

    /** What can be measured by itself. */
    private static final List<String> PARTS = List.of(
            "outbound.pooled",
            "outbound.pushAll",
            "outbound.transaction",
            "outbound.allocation",
            "inbound.throughput",
            "inbound.latency",
            "inbound.idle");

    /**
     * Reads {@code PROGRAMS [--quick] [--plot DIRECTORY] [NAME…]}.
     *
     * @throws IllegalArgumentException if there is no such thing to measure
     */
    static Options of(String... arguments) {
        var rounds = ROUNDS;
        var plots = Optional.<Path>empty();
        var names = new ArrayList<String>();
        for (int i = 1; i < arguments.length; i++) {
            var argument = arguments[i];
            if (argument.equals("--quick")) {
                rounds = QUICK;
            } else if (argument.equals("--plot") && i + 1 < arguments.length) {
                plots = Optional.of(Path.of(arguments[++i]));
            } else if (PARTS.stream().anyMatch(part -> part.startsWith(argument))) {
                names.add(argument);
            } else {
                throw new IllegalArgumentException(
                        "there is no " + argument + "; there is --quick, --plot DIRECTORY, and " + PARTS);
            }
        }
        return new Options(Path.of(arguments[0]), rounds, plots, names);
    }

    boolean wantsAnyOf(String group) {
        return PARTS.stream().anyMatch(part -> part.startsWith(group) && wants(part));
    }

    boolean wants(String part) {
        return names.isEmpty() || names.stream().anyMatch(part::startsWith);
    }
}
