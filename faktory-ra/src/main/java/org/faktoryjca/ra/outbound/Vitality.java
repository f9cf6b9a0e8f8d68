package org.faktoryjca.ra.outbound;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.client.Connection;
import org.faktoryjca.client.LazyConnection;

/**
 * What is known of a physical connection's life, for pools that ask. Some ask before each use: so the server is asked at most
 * once in 5 s, and nothing at all right after it has answered. Not thread-safe.
 */
final class Vitality {
    private static final long PING_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long FRESH_NANOS = Connection.FRESH.toNanos();

    private final LazyConnection physical;
    private final LongSupplier nanoTime;
    private long seenNanos;

    Vitality(LazyConnection physical, LongSupplier nanoTime) {
        this.physical = physical;
        this.nanoTime = nanoTime;
        this.seenNanos = nanoTime.getAsLong();
    }

    /** The server has answered. */
    void seen() {
        seenNanos = nanoTime.getAsLong();
    }

    /**
     * Whether there was a connection and it has ended. What was never opened has not.
     *
     * @param patience how long the server may take to answer; where it is nothing, it is not asked
     */
    boolean isGone(Duration patience) {
        var silence = nanoTime.getAsLong() - seenNanos;
        if (!physical.isConnected() || silence <= FRESH_NANOS) {
            return false;
        }
        return physical.isStale() || silence > PING_NANOS && !patience.isZero() && !answers(patience);
    }

    private boolean answers(Duration patience) {
        try {
            if (physical.talk(connection -> connection.pushBulk(List.of(), patience))
                    .isEmpty()) {
                physical.close();
                return false;
            }
        } catch (FaktoryException e) {
            if (!physical.isConnected()) {
                return false;
            }
            // An error of the server's own is an answer, too.
        }
        seen();
        return true;
    }
}
