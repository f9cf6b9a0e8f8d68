package org.faktoryjca.bench;

import java.util.Locale;
import java.util.Map;

/** Bar charts below each other, as SVG. */
final class Bars {
    private static final int WIDTH = 740;
    private static final int LABEL = 250;
    private static final int ROW = 22;
    private static final int HEAD = 34;

    private Bars() {}

    /** Charts by their titles, and in each the bars by their names. */
    static String svg(Map<String, Map<String, Double>> charts) {
        var body = new StringBuilder();
        var y = 10;
        for (var chart : charts.entrySet()) {
            body.append("<text x=\"10\" y=\"%d\" font-weight=\"bold\">%s</text>\n".formatted(y + 18, chart.getKey()));
            y += HEAD;
            var largest =
                    chart.getValue().values().stream().mapToDouble(v -> v).max().orElseThrow();
            for (var bar : chart.getValue().entrySet()) {
                body.append(row(bar.getKey(), bar.getValue(), largest, y));
                y += ROW;
            }
        }
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="13">
                <rect width="100%%" height="100%%" fill="white"/>
                %s</svg>
                """.formatted(WIDTH, y + 10, body);
    }

    private static String row(String name, double value, double largest, int y) {
        var length = value / largest * (WIDTH - LABEL - 90);
        return String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>"
                        + "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"#4a7ab5\"/>"
                        + "<text x=\"%.1f\" y=\"%d\">%s</text>%n",
                LABEL - 8,
                y + 14,
                name,
                LABEL,
                y + 2,
                length,
                ROW - 5,
                LABEL + length + 6,
                y + 14,
                value >= 10 ? String.format(Locale.ROOT, "%.0f", value) : String.format(Locale.ROOT, "%.2f", value));
    }
}
