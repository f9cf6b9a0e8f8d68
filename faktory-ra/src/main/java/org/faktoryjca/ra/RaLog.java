package org.faktoryjca.ra;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.Job;
import org.faktoryjca.client.json.EncodedJob;

/** Every log line of the adapter itself; workers have their own. Logger {@code org.faktoryjca.ra}. */
public final class RaLog {
    private static final System.Logger LOG = System.getLogger("org.faktoryjca.ra");

    private RaLog() {}

    /** Jobs of committed transactions that could not be sent by the end: named, so that a person can push them again. */
    public static void notSent(String server, List<EncodedJob> jobs, Optional<Path> spillFile) {
        LOG.log(
                Level.ERROR,
                () -> ErrorCode.SEND_AFTER_COMMIT_FAILED + ": " + jobs.size()
                        + (jobs.size() == 1 ? " job" : " jobs") + " of committed transactions could not be sent to "
                        + server
                        + spillFile.map(file -> " and went to " + file).orElse("") + ": " + jobs + ". "
                        + ErrorCode.SEND_AFTER_COMMIT_FAILED.remedy());
    }

    /** A chunk could not be sent; it is tried again in the background. */
    public static void sendingFailed(String server, FaktoryException cause) {
        LOG.log(
                Level.WARNING,
                () -> "jobs of committed transactions wait to be sent to " + server
                        + ": tried again in the background (" + cause.getMessage() + ")");
    }

    /** The spill file cannot be written: the log alone has the jobs' names. */
    public static void notSpilled(Path file, Exception cause) {
        LOG.log(
                Level.ERROR,
                () -> ErrorCode.SEND_AFTER_COMMIT_FAILED + ": " + file
                        + " cannot be written; the jobs are named in the next line",
                cause);
    }

    /** Jobs of a committed transaction that the server refused, by jid, with its words. */
    public static void rejected(String server, Map<String, String> rejected) {
        LOG.log(
                Level.ERROR,
                () -> ErrorCode.SEND_AFTER_COMMIT_FAILED + ": " + server + " refused jobs of a committed transaction: "
                        + rejected + ". Correct them, and push them again.");
    }

    /** Jobs of a transaction of which nobody knows how it ended. */
    public static void outcomeUnknown(String server, List<EncodedJob> jobs) {
        LOG.log(
                Level.ERROR,
                () -> ErrorCode.SEND_AFTER_COMMIT_FAILED
                        + ": nobody knows whether their transaction has committed, so these"
                        + " jobs were not sent to " + server + ": " + jobs
                        + ". See the transaction manager's log, and push them if it has.");
    }

    /** The container throws after a delivery: for a failed job that is nothing new, and otherwise its outcome says what counts. */
    public static void afterDelivery(Job job, boolean failed, Exception thrown) {
        LOG.log(
                failed ? Level.DEBUG : Level.WARNING,
                () -> "the application server complained after the delivery of " + job
                        + "; what is reported of it is how its transaction ended",
                thrown);
    }
}
