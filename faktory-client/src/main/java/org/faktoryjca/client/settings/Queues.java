package org.faktoryjca.client.settings;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The queues that a worker serves, in strict order or by weight.
 *
 * @param weights each queue with its weight, in the order written; unmodifiable
 * @param weighted whether the weights count; otherwise an earlier queue always goes first
 */
public record Queues(Map<String, Integer> weights, boolean weighted) {
    private static final Pattern ENTRY = Pattern.compile("([a-zA-Z0-9._-]+)(?:\\s*=\\s*([0-9]{1,6}))?");

    /** Copies the map and keeps its order. */
    public Queues {
        weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
    }

    /**
     * Reads {@code critical, default} (strict order) or {@code critical=5, default=1} (weighted; a name without a weight among
     * weighted ones counts 1).
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    public static Queues parse(String text) {
        var weights = new LinkedHashMap<String, Integer>();
        var weighted = false;
        for (var part : text.split(",", -1)) {
            var entry = ENTRY.matcher(part.strip());
            if (!entry.matches()) {
                throw new IllegalArgumentException("has '" + part.strip()
                        + "', which is neither a queue (letters, digits, '.', '_' and '-') nor queue=weight");
            }
            weighted |= entry.group(2) != null;
            var weight = entry.group(2) == null ? 1 : Integer.parseInt(entry.group(2));
            if (weight == 0) {
                throw new IllegalArgumentException(
                        "gives queue " + entry.group(1) + " the weight 0; leave it out instead");
            }
            if (weights.put(entry.group(1), weight) != null) {
                throw new IllegalArgumentException("names queue " + entry.group(1) + " twice");
            }
        }
        return new Queues(weights, weighted);
    }

    /** Order counts where it is strict, and not where queues are drawn by weight. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Queues queues
                && weighted == queues.weighted
                && weights.equals(queues.weights)
                && (weighted || names().equals(queues.names()));
    }

    @Override
    public int hashCode() {
        return weights.hashCode();
    }

    /** The names, in the order written. */
    public List<String> names() {
        return List.copyOf(weights.keySet());
    }

    /**
     * The order for one FETCH. With weights each place is drawn in proportion to the weights that are left, so that no queue
     * starves.
     */
    public List<String> order(RandomGenerator random) {
        if (!weighted) {
            return names();
        }
        var left = new LinkedHashMap<>(weights);
        var order = new ArrayList<String>(left.size());
        while (!left.isEmpty()) {
            var drawn = draw(left, random);
            left.remove(drawn);
            order.add(drawn);
        }
        return order;
    }

    private static String draw(Map<String, Integer> weights, RandomGenerator random) {
        var ticket = random.nextInt(
                weights.values().stream().mapToInt(Integer::intValue).sum());
        for (var entry : weights.entrySet()) {
            ticket -= entry.getValue();
            if (ticket < 0) {
                return entry.getKey();
            }
        }
        throw new IllegalStateException("the ticket was drawn from more than the sum of weights");
    }
}
