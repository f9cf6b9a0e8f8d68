package org.faktoryjca.ra.outbound;

import java.time.Instant;
import java.util.Optional;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.ra.RaLog;

/**
 * What the last tries to reach a server have shown. An outage is one warning and one line at its end, however many tries it
 * takes. Not thread-safe: its sender guards it.
 */
final class Contact {
    private final String server;
    private boolean away;
    private boolean told;
    private Optional<Instant> last = Optional.empty();

    Contact(String server) {
        this.server = server;
    }

    /** It greets. That is not the end of an outage: one whose store is in trouble greets, too. */
    void found() {
        away = false;
        last = Optional.of(Instant.now());
    }

    /** It has answered for jobs. */
    void answered() {
        found();
        if (told) {
            told = false;
            RaLog.sendingAgain(server);
        }
    }

    /** It has not answered yet, or nobody has got through to it for a caller who is told by an exception. */
    void missed() {
        away = true;
    }

    /** It could not be sent to. */
    void missed(FaktoryException failure) {
        away = true;
        if (!told) {
            told = true;
            RaLog.sendingFailed(server, failure);
        }
    }

    boolean isAway() {
        return away;
    }

    Optional<Instant> last() {
        return last;
    }
}
