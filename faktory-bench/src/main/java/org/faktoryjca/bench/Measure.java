package org.faktoryjca.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One line of the result: the median of interleaved rounds, and their spread.
 *
 * @param name what was measured
 * @param goal what it should reach
 * @param atLeast whether the goal is a lower bound
 */
record Measure(String name, double goal, boolean atLeast) {
    private static final int ROUNDS = 9;
    private static final int WARM_UP = 3;

    /** One round of both sides; answers the ratio. */
    interface Round {
        double run() throws Exception;
    }

    /** Runs the rounds and prints the line; answers whether the goal was reached. */
    boolean print(Round round) throws Exception {
        for (int i = 0; i < WARM_UP; i++) {
            round.run();
        }
        var ratios = new ArrayList<Double>();
        for (int i = 0; i < ROUNDS; i++) {
            ratios.add(round.run());
        }
        return print(ratios);
    }

    private boolean print(List<Double> ratios) {
        var sorted = ratios.stream().sorted().toList();
        var median = sorted.get(sorted.size() / 2);
        var reached = atLeast ? median >= goal : median <= goal;
        System.out.println(String.format(
                Locale.ROOT,
                "%s %.2f %.2f %s (%d rounds, %.2f to %.2f)",
                name,
                median,
                goal,
                reached ? "ok" : "short",
                sorted.size(),
                sorted.get(0),
                sorted.get(sorted.size() - 1)));
        return reached;
    }
}
