package org.faktoryjca.testing.server;

/**
 * Where real servers are wrong. A test of such a thing asks its server whether it has the fault, and asserts what happens
 * with it and what happens without; the server in memory has none of them.
 */
enum Wrong {
    /** A PUSH with a {@code retry} changes the default of the whole server. */
    PUSH_CHANGES_THE_DEFAULT_RETRY,
    /** PUSHes with a {@code retry}, on several connections at once, store some of each other's. */
    PUSHES_MIX_UP_THEIR_RETRIES,
    /**
     * FLUSH leaves reservations in the server's memory: a FAIL of one is answered OK, and nothing happens; INFO counts
     * them among its tasks.
     */
    FLUSH_FORGETS_RESERVATIONS_BY_HALF,
    /** INFO, while another connection pushes to new queues, can kill the server. */
    INFO_BESIDE_NEW_QUEUES_CAN_KILL,
    /** A line feed in the jid or wid that an error names is sent as it is, so that one error is two lines. */
    LINE_FEED_SPLITS_ERRORS,
    /** A FETCH that waits while the server stops gets an error, or nil as if there were no job, as it happens. */
    STOPPING_MAY_LOOK_LIKE_NO_JOB,
    /** MUTATE requeues jobs in any order, so that with a bad queue name among them any number of the others. */
    REQUEUE_SHUFFLES,
    /** A command without the argument that it needs kills the server. */
    MISSING_ARGUMENT_KILLS
}
