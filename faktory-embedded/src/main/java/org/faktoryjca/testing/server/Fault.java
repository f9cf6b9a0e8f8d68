package org.faktoryjca.testing.server;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a {@link FaultProxy} does to conversations, in words: {@code Fault.cut().in(TO_CLIENT).at("PUSHB").after(1)} cuts the
 * connection after the first byte of the reply to PUSHB. Immutable; safe for use by several threads.
 */
public sealed interface Fault {

    /** Which way bytes go. */
    enum Direction {
        /** Commands. */
        TO_SERVER,
        /** Replies. */
        TO_CLIENT
    }

    /** New connections are refused; those that are open go on. */
    static Fault refuse() {
        return new Refusal();
    }

    /** Bytes are swallowed and both sockets stay open: a server that accepts and never answers. */
    static OnTheWire silence() {
        return OnTheWire.of(new Effect.Silence());
    }

    /** Nothing is read any more, as of a server that has been stopped: what is written fills the network's buffers. */
    static OnTheWire jam() {
        return OnTheWire.of(new Effect.Jam());
    }

    /** Both sockets are closed. */
    static OnTheWire cut() {
        return OnTheWire.of(new Effect.Cut());
    }

    /** A direction ends (FIN) while the other goes on: say which one with {@link OnTheWire#in}. */
    static OnTheWire halfClose() {
        return OnTheWire.of(new Effect.HalfClose());
    }

    /** Both sockets are reset (RST). */
    static OnTheWire reset() {
        return OnTheWire.of(new Effect.Reset());
    }

    /** Each segment comes so much later, or when another fault is set. */
    static OnTheWire delay(Duration time) {
        return OnTheWire.of(new Effect.Delay(time));
    }

    /** At most so many bytes a second. */
    static OnTheWire throttle(int bytesPerSecond) {
        return OnTheWire.of(new Effect.Throttle(bytesPerSecond));
    }

    /** Each byte is written by itself. */
    static OnTheWire singleBytes() {
        return OnTheWire.of(new Effect.SingleBytes());
    }

    /** In each segment one byte, chosen by the seed, is another. */
    static OnTheWire garble(long seed) {
        return OnTheWire.of(new Effect.Garble(seed));
    }

    /** See {@link #refuse()}. */
    record Refusal() implements Fault {}

    /**
     * What happens to bytes on their way. Without more words: in both directions, and at once, an idle connection too.
     *
     * @param effect what happens
     * @param directions to the bytes of which directions
     * @param verb from which command on, or in the other direction from the reply to it; empty means from when it is set
     * @param bytes after so many bytes more have passed, counted for each connection and direction
     */
    record OnTheWire(Effect effect, Set<Direction> directions, Optional<String> verb, long bytes) implements Fault {
        /** Checks the count, and copies the directions. */
        public OnTheWire {
            Objects.requireNonNull(effect);
            Objects.requireNonNull(verb);
            directions = Set.copyOf(directions);
            if (verb.filter(String::isBlank).isPresent()) {
                throw new IllegalArgumentException(
                        "a fault needs the name of its command, such as PUSHB; for one at once, leave it out");
            }
            if (bytes < 0) {
                throw new IllegalArgumentException("a fault cannot come after " + bytes + " bytes");
            }
        }

        private static OnTheWire of(Effect effect) {
            return new OnTheWire(effect, EnumSet.allOf(Direction.class), Optional.empty(), 0);
        }

        /** In this direction only. */
        public OnTheWire in(Direction direction) {
            return new OnTheWire(effect, EnumSet.of(direction), verb, bytes);
        }

        /**
         * From this command on, such as {@code PUSHB}: before its first byte goes to the server, and before the first byte of
         * its reply goes to the client, which is told from the replies to commands sent before it. The verb must arrive in one
         * segment, as it does when a client writes a line at once; nothing is found in what TLS hides.
         */
        public OnTheWire at(String verb) {
            return new OnTheWire(effect, directions, Optional.of(verb), bytes);
        }

        /** After so many bytes: of the command or its reply where {@link #at} names one, else of all that comes. */
        public OnTheWire after(long bytes) {
            return new OnTheWire(effect, directions, verb, bytes);
        }

        /** Whether it waits for nothing. */
        boolean isAtOnce() {
            return verb.isEmpty() && bytes == 0;
        }
    }

    /** What happens; each is described at the method of {@link Fault} that makes it. */
    sealed interface Effect {
        /** See {@link Fault#silence()}. */
        record Silence() implements Effect {}

        /** See {@link Fault#jam()}. */
        record Jam() implements Effect {}

        /** See {@link Fault#cut()}. */
        record Cut() implements Effect {}

        /** See {@link Fault#halfClose()}. */
        record HalfClose() implements Effect {}

        /** See {@link Fault#reset()}. */
        record Reset() implements Effect {}

        /** See {@link Fault#delay}. */
        record Delay(Duration time) implements Effect {
            /** Checks the time. */
            public Delay {
                if (time.isNegative()) {
                    throw new IllegalArgumentException("nothing comes earlier than it was sent, by " + time);
                }
            }
        }

        /** See {@link Fault#throttle}. */
        record Throttle(int bytesPerSecond) implements Effect {
            /** Checks the rate. */
            public Throttle {
                if (bytesPerSecond < 1) {
                    throw new IllegalArgumentException("nothing passes at " + bytesPerSecond + " bytes per second");
                }
            }
        }

        /** See {@link Fault#singleBytes()}. */
        record SingleBytes() implements Effect {}

        /** See {@link Fault#garble}. */
        record Garble(long seed) implements Effect {}
    }
}
