package org.faktoryjca.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Prints results as they come, and keeps what is plotted at the end. */
final class Report {
    private final Map<String, Map<String, Double>> charts = new LinkedHashMap<>();
    private boolean reached = true;

    /** A remark, which is no result. */
    void note(String text) {
        System.out.println("# " + text);
    }

    void print(Measure measure, List<Double> values) {
        System.out.println(measure.line(values));
        reached &= measure.reachedBy(Measure.median(values));
    }

    /** The same, with what raw sockets have in our place. */
    void print(Measure measure, List<Double> values, List<Double> bare) {
        System.out.println(measure.line(values, bare));
        reached &= measure.reachedBy(Measure.median(values));
    }

    void bar(String chart, String name, double value) {
        charts.computeIfAbsent(chart, title -> new LinkedHashMap<>()).put(name, value);
    }

    /** Whether every goal was. */
    boolean isReached() {
        return reached;
    }

    /** Writes the charts of one group as one picture. */
    void plot(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, Bars.svg(charts));
    }
}
