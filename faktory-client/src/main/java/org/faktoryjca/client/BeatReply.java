package org.faktoryjca.client;

/** What the server wants of a worker, as it answers a BEAT. It never goes back to an earlier one. */
public enum BeatReply {
    /** Go on. */
    OK,
    /** Fetch no more, finish what runs, go on beating. */
    QUIET,
    /** Finish or fail what runs within 30 s, and end. */
    TERMINATE
}
