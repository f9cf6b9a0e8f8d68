package org.faktoryjca.testing.server;

import java.util.Locale;

/** The sets in which jobs wait outside of the queues. */
enum JobSet {
    SCHEDULED,
    RETRIES,
    DEAD;

    /** Its name in INFO and MUTATE. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
