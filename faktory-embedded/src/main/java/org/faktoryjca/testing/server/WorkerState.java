package org.faktoryjca.testing.server;

import java.util.Locale;

/** How far a worker is on its way to the end. The order matters: a state never moves backward. */
public enum WorkerState {
    /** It fetches and runs jobs. */
    RUNNING,
    /** It was told to fetch no more, or has said that it does not. */
    QUIET,
    /** It was told to stop, or has said that it is stopping. */
    TERMINATE;

    /** Its name in BEAT. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
