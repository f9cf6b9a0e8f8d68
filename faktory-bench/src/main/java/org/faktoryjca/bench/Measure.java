package org.faktoryjca.bench;

import java.util.List;
import java.util.Locale;

/**
 * What is measured, and what it should reach.
 *
 * @param name what was measured
 * @param goal what its median should reach
 * @param atLeast whether the goal is a lower bound
 */
record Measure(String name, double goal, boolean atLeast) {
    static Measure atLeast(String name, double goal) {
        return new Measure(name, goal, true);
    }

    static Measure atMost(String name, double goal) {
        return new Measure(name, goal, false);
    }

    boolean reachedBy(double value) {
        return atLeast ? value >= goal : value <= goal;
    }

    /** The result's line: name, median, goal, ok or short; and the spread. */
    String line(List<Double> values) {
        return line(values, "");
    }

    /**
     * The same, and what raw sockets would have in our place: whether a goal that is missed can be reached at all. It changes nothing
     * about ok and short.
     */
    String line(List<Double> values, List<Double> bare) {
        var bound = median(bare);
        return line(
                values,
                String.format(
                        Locale.ROOT,
                        "; bare: %.2f, which %s the goal",
                        bound,
                        reachedBy(bound) ? "reaches" : "does not reach"));
    }

    private String line(List<Double> values, String remark) {
        var median = median(values);
        return String.format(
                Locale.ROOT,
                "%s %.2f %.2f %s (%d rounds, %.2f to %.2f%s)",
                name,
                median,
                goal,
                reachedBy(median) ? "ok" : "short",
                values.size(),
                values.stream().mapToDouble(v -> v).min().orElseThrow(),
                values.stream().mapToDouble(v -> v).max().orElseThrow(),
                remark);
    }

    static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
