package org.faktoryjca.testing.server;

import java.util.Locale;

/** How far a worker is on its way to the end. The order matters: a state never moves backward. */
enum WorkerState {
    RUNNING,
    QUIET,
    TERMINATE;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
