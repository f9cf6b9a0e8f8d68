package org.faktoryjca.testing.server;

import java.time.Duration;

/** What a {@link FaultProxy} does to a conversation. Immutable; safe for use by several threads. */
public sealed interface Fault {

    /** Which way bytes go. */
    enum Direction {
        /** Commands. */
        TO_SERVER,
        /** Replies. */
        TO_CLIENT
    }

    /** How a conversation ends. */
    enum Ending {
        /** Both sockets are closed. */
        CUT,
        /** Only the faulty direction ends; the other goes on. */
        HALF_CLOSE,
        /** Both sockets are reset (RST). */
        RESET
    }

    /** See {@link #refuse()}. */
    record Refuse() implements Fault {}

    /** See {@link #silence()}. */
    record Silence() implements Fault {}

    /** Ends after so many bytes of one direction, counted per connection from when the fault was set. */
    record EndAfter(Direction direction, long bytes, Ending ending) implements Fault {
        /** Checks the count. */
        public EndAfter {
            if (bytes < 0) {
                throw new IllegalArgumentException("a fault cannot come after " + bytes + " bytes");
            }
        }
    }

    /** Ends at a command: before it is sent on, or, to the client, before its reply. */
    record EndAt(Direction direction, String verb, Ending ending) implements Fault {}

    /** See {@link #delay}. */
    record Delay(Duration time) implements Fault {}

    /** See {@link #throttle}. */
    record Throttle(int bytesPerSecond) implements Fault {
        /** Checks the rate. */
        public Throttle {
            if (bytesPerSecond < 1) {
                throw new IllegalArgumentException("nothing passes at " + bytesPerSecond + " bytes per second");
            }
        }
    }

    /** See {@link #singleBytes()}. */
    record SingleBytes() implements Fault {}

    /** See {@link #garble}. */
    record Garble(long seed) implements Fault {}

    /** New connections are refused; those that are open go on. */
    static Fault refuse() {
        return new Refuse();
    }

    /** Connections are accepted, and what either side says is swallowed. */
    static Fault silence() {
        return new Silence();
    }

    /** Closes both sides after so many bytes in a direction. */
    static Fault cutAfter(Direction direction, long bytes) {
        return new EndAfter(direction, bytes, Ending.CUT);
    }

    /** Closes both sides before a command is sent on, or before its reply is. The verb must arrive in one segment. */
    static Fault cutAt(Direction direction, String verb) {
        return new EndAt(direction, verb, Ending.CUT);
    }

    /** Ends one direction after so many bytes. */
    static Fault halfClose(Direction direction, long bytes) {
        return new EndAfter(direction, bytes, Ending.HALF_CLOSE);
    }

    /** Resets both sides after so many bytes in a direction. */
    static Fault reset(Direction direction, long bytes) {
        return new EndAfter(direction, bytes, Ending.RESET);
    }

    /** Each segment, in each direction, comes so much later. */
    static Fault delay(Duration time) {
        return new Delay(time);
    }

    /** At most so many bytes a second, in each direction. */
    static Fault throttle(int bytesPerSecond) {
        return new Throttle(bytesPerSecond);
    }

    /** Each byte is written by itself. */
    static Fault singleBytes() {
        return new SingleBytes();
    }

    /** In each segment to the client, one byte, chosen by the seed, is another. */
    static Fault garble(long seed) {
        return new Garble(seed);
    }
}
