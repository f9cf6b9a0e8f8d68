package org.faktoryjca.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.faktoryjca.testing.server.StoredJob;

/** Collects what does not fit, place by place. Used once. */
final class PlaceReport {
    private final List<String> lines = new ArrayList<>();

    void say(String line) {
        lines.add(line);
    }

    void inOrder(String place, List<StoredJob> expected, List<StoredJob> held, BiPredicate<StoredJob, StoredJob> fits) {
        var equal = expected.size() == held.size()
                && IntStream.range(0, held.size()).allMatch(i -> fits.test(expected.get(i), held.get(i)));
        if (!equal) {
            say(place + ": expected " + told(expected) + ", and there is " + told(held));
        }
    }

    <T> void inAnyOrder(
            String place, List<T> expected, List<T> held, BiPredicate<T, T> fits, Function<T, String> told) {
        var pairs = new Pairs<>(expected, held, fits);
        var missing = pairs.missing().stream().map(told).toList();
        var unexpected = pairs.unexpected().stream().map(told).toList();
        if (!missing.isEmpty()) {
            say(place + ": missing is " + missing);
        }
        if (!unexpected.isEmpty()) {
            say(place + ": not expected was " + unexpected);
        }
    }

    void check(String server) {
        if (!lines.isEmpty()) {
            throw new AssertionError(
                    server + " does not hold exactly what was expected:\n  " + String.join("\n  ", lines));
        }
    }

    private static String told(List<StoredJob> jobs) {
        return jobs.isEmpty()
                ? "nothing"
                : jobs.stream().map(PlaceReport::told).toList().toString();
    }

    /** What is said of a job, or what it is. */
    static String told(StoredJob job) {
        var told = new StringBuilder(job.jobtype() + job.args());
        job.jid().ifPresent(jid -> told.append(" jid ").append(jid));
        job.queue().ifPresent(queue -> told.append(" queue ").append(queue));
        job.retry().ifPresent(retry -> told.append(" retry ").append(retry));
        job.at().ifPresent(at -> told.append(" at ").append(at));
        job.custom().ifPresent(custom -> told.append(" custom ").append(custom));
        job.failure()
                .ifPresent(failure -> told.append(" failed with ")
                        .append(failure.errtype().orElse("?"))
                        .append(": ")
                        .append(failure.message().orElse("?")));
        return told.toString();
    }

    /** As many pairs as possible: a vague expectation must not take away the one job that fits an exact one. */
    private static final class Pairs<T> {
        private static final int NONE = -1;

        private final List<T> expected;
        private final List<T> held;
        private final BiPredicate<T, T> fits;
        /** For each held one, which expected one it is paired with. */
        private final int[] partner;

        private final List<T> missing = new ArrayList<>();

        Pairs(List<T> expected, List<T> held, BiPredicate<T, T> fits) {
            this.expected = expected;
            this.held = held;
            this.fits = fits;
            this.partner = new int[held.size()];
            Arrays.fill(partner, NONE);
            for (var i = 0; i < expected.size(); i++) {
                if (!pair(i, new boolean[held.size()])) {
                    missing.add(expected.get(i));
                }
            }
        }

        private boolean pair(int wanting, boolean[] asked) {
            for (var j = 0; j < held.size(); j++) {
                if (!asked[j] && fits.test(expected.get(wanting), held.get(j))) {
                    asked[j] = true;
                    if (partner[j] == NONE || pair(partner[j], asked)) {
                        partner[j] = wanting;
                        return true;
                    }
                }
            }
            return false;
        }

        List<T> missing() {
            return missing;
        }

        List<T> unexpected() {
            return IntStream.range(0, held.size())
                    .filter(j -> partner[j] == NONE)
                    .mapToObj(held::get)
                    .toList();
        }
    }
}
