package org.faktoryjca.worker;

import java.time.Duration;

/** What became of a job that was run: what there is to report. */
public sealed interface Outcome {
    /** The work is done, and committed where there is a transaction: ACK. */
    record Succeeded() implements Outcome {}

    /**
     * The work is not done, or must be done again: FAIL.
     *
     * @param failure what to tell the server
     */
    record Failed(FailureReport failure) implements Outcome {}

    /**
     * The handler takes no jobs for the time being, this one among them: FAIL, and until that time is over nothing more is fetched from its
     * queues, for other handlers neither, since what came might be for this one. When the handler leaves, they go on.
     *
     * @param failure what to tell the server
     * @param pause how long the next job would be refused as well
     */
    record Refused(FailureReport failure, Duration pause) implements Outcome {}

    /** Nothing may be reported: the reservation has ended, and the server has given the job to someone else. */
    record LeaseEnded() implements Outcome {}

    /** ACK. */
    static Outcome succeeded() {
        return new Succeeded();
    }

    /** FAIL, with what was thrown. */
    static Outcome failed(Throwable thrown) {
        return new Failed(FailureReport.of(thrown));
    }
}
