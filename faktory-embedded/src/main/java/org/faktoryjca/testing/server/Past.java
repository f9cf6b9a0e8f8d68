package org.faktoryjca.testing.server;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/**
 * What happened to one job, the last thing first. Each job carries its own: a chain, since most of a million jobs were
 * pushed and nothing else.
 */
record Past(JobEvent last, Optional<Past> earlier) {

    static Past of(JobEvent.Kind kind, Instant time, String detail) {
        return new Past(new JobEvent(kind, time, detail), Optional.empty());
    }

    Past then(JobEvent.Kind kind, Instant time, String detail) {
        return new Past(new JobEvent(kind, time, detail), Optional.of(this));
    }

    /** The first thing first. */
    List<JobEvent> events() {
        var events = new ArrayDeque<JobEvent>();
        for (var past = Optional.of(this); past.isPresent(); past = past.get().earlier()) {
            events.addFirst(past.get().last());
        }
        return List.copyOf(events);
    }
}
