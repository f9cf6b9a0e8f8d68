package org.faktoryjca.worker;

// tag::manager[]
import java.util.logging.LogManager;

/** Goes on logging while the JVM shuts down: the JDK's own takes all handlers away at the moment of the signal. */
public class LastingLogManager extends LogManager {
    @Override
    public void reset() {
        // Handlers of files are flushed with each record.
    }
}
// end::manager[]
