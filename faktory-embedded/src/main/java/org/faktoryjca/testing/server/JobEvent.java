package org.faktoryjca.testing.server;

import java.time.Instant;
import java.util.Locale;
import java.util.Objects;

/**
 * Something that happened to a job in {@link EmbeddedFaktory}.
 *
 * @param kind what
 * @param time when, by the server's clock
 * @param detail more, or empty; each {@link Kind} says what
 */
public record JobEvent(Kind kind, Instant time, String detail) {

    /** What can happen to a job. */
    public enum Kind {
        /** A client pushed it into its queue; the detail is the queue. */
        PUSHED,
        /** A client pushed it for a later time; the detail is that time. */
        SCHEDULED,
        /** It was in a state that was loaded; the detail is its place. */
        LOADED,
        /** Its time came, and it entered its queue; the detail is the queue. */
        ENQUEUED,
        /** A worker has it; the detail is the worker's id, empty for a client that is none. */
        FETCHED,
        /** Done, and gone; the detail is the worker's id. */
        ACKNOWLEDGED,
        /** A worker reported a failure; the detail is its type and message. */
        FAILED,
        /** Its reservation ended without a report; the detail is the worker's id. */
        EXPIRED,
        /** It will run again; the detail is when. */
        RETRYING,
        /** It is in the dead set. */
        DIED,
        /** MUTATE put it into its queue; the detail is where it was. */
        REQUEUED,
        /** MUTATE put it into the dead set; the detail is where it was. */
        KILLED,
        /** It is gone without having been done; the detail says why. */
        DROPPED;

        /** In small letters. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Checks that nothing is missing. */
    public JobEvent {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(detail, "detail");
    }

    /** For messages of tests, for example {@code fetched (worker-1) 2030-01-01T00:00:00Z}. */
    @Override
    public String toString() {
        return kind + (detail.isEmpty() ? " " : " (" + detail + ") ") + time;
    }
}
