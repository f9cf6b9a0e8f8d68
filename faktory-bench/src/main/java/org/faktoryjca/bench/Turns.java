package org.faktoryjca.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Who comes when in a round: each meets what the one before it has left, such as a server that still tidies up. So the order changes
 * from round to round, and of three each stands in each place, and after each other one, equally often in six rounds.
 */
final class Turns {
    private Turns() {}

    /** These, in this round's order. */
    static <T> List<T> of(int round, List<T> all) {
        var order = new ArrayList<>(all);
        Collections.rotate(order, -round);
        if (round % 2 != 0) {
            Collections.reverse(order);
        }
        return order;
    }

    /** One side of a comparison. */
    interface Side {
        /** Does its work; answers the nanoseconds. */
        long run() throws Exception;
    }

    /** Has each side work once, in this round's order; answers their nanoseconds, in the order of the arguments. */
    static long[] times(int round, Side... sides) throws Exception {
        var times = new long[sides.length];
        var places = new ArrayList<Integer>();
        for (int i = 0; i < sides.length; i++) {
            places.add(i);
        }
        for (int place : of(round, places)) {
            times[place] = sides[place].run();
        }
        return times;
    }
}
