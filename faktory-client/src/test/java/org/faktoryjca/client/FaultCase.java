package org.faktoryjca.client;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.faktoryjca.testing.server.Fault.Direction;
import org.faktoryjca.testing.server.Fault.OnTheWire;
import org.junit.jupiter.params.provider.Arguments;

/** A field of the matrix: what is said, how far it is on its way, and what happens to it there. */
record FaultCase(Said said, Moment moment, OnTheWire fault) implements Arguments {

    /** Where on its way a command is when the fault comes. */
    enum Moment {
        BEFORE_SENT,
        MID_REQUEST,
        BEFORE_REPLY,
        MID_REPLY;

        private OnTheWire of(OnTheWire fault, String verb) {
            return switch (this) {
                case BEFORE_SENT -> fault;
                case MID_REQUEST -> fault.in(Direction.TO_SERVER).at(verb).after(2);
                case BEFORE_REPLY -> fault.in(Direction.TO_CLIENT).at(verb);
                case MID_REPLY -> fault.in(Direction.TO_CLIENT).at(verb).after(1);
            };
        }
    }

    /** These faults at every moment of every command, where they are wanted. */
    static Stream<FaultCase> all(BiPredicate<Said, OnTheWire> wanted, OnTheWire... faults) {
        return Arrays.stream(Said.values())
                .flatMap(said -> Arrays.stream(faults)
                        .filter(fault -> wanted.test(said, fault))
                        .flatMap(fault -> Arrays.stream(Moment.values())
                                .map(moment -> new FaultCase(said, moment, moment.of(fault, said.verb())))));
    }

    /** The same in these directions alone; empty if it has none of them. */
    Optional<FaultCase> in(Set<Direction> directions) {
        var left = EnumSet.copyOf(directions);
        left.retainAll(fault.directions());
        return left.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new FaultCase(said, moment, new OnTheWire(fault.effect(), left, fault.verb(), fault.bytes())));
    }

    @Override
    public Object[] get() {
        return new Object[] {said, moment, fault};
    }
}
