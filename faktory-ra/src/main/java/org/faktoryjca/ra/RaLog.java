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

    private static final int NAMED_IN_A_LINE = 100;

    private RaLog() {}

    /**
     * Jobs of committed transactions that could not be sent by the end: named, so that a person can push them again.
     *
     * @param written where they are now, if anywhere
     */
    public static void unsent(String server, List<EncodedJob> jobs, Optional<Path> written) {
        name(jobs, count(jobs.size()) + " could not be sent to " + server + where(written));
    }

    /** Jobs of committed transactions that the server refused, with its words; otherwise as {@link #unsent}. */
    public static void refused(String server, Map<EncodedJob, String> jobs, Optional<Path> written) {
        var named = jobs.entrySet().stream()
                .map(job -> job.getKey() + " for \"" + job.getValue() + "\"")
                .toList();
        name(named, count(jobs.size()) + " were refused by " + server + where(written));
    }

    private static String count(int jobs) {
        return ErrorCode.SEND_AFTER_COMMIT_FAILED + ": " + jobs + (jobs == 1 ? " job" : " jobs")
                + " of committed transactions";
    }

    private static String where(Optional<Path> written) {
        return written.map(file -> " and went to " + file.toAbsolutePath()).orElse("") + ". "
                + ErrorCode.SEND_AFTER_COMMIT_FAILED.remedy();
    }

    /** A line of the log for each hundred: whoever reads them can still read them. */
    private static void name(List<?> jobs, String what) {
        LOG.log(Level.ERROR, what);
        for (int from = 0; from < jobs.size(); from += NAMED_IN_A_LINE) {
            var part = jobs.subList(from, Math.min(jobs.size(), from + NAMED_IN_A_LINE));
            LOG.log(Level.ERROR, () -> ErrorCode.SEND_AFTER_COMMIT_FAILED + ": " + part);
        }
    }

    /** A chunk could not be sent; it is tried again in the background. */
    public static void sendingFailed(String server, FaktoryException cause) {
        LOG.log(
                Level.WARNING,
                () -> "jobs of committed transactions wait to be sent to " + server
                        + ": tried again in the background (" + cause.getMessage() + ")");
    }

    /** The end of what {@link #sendingFailed} was the beginning of. */
    public static void sendingAgain(String server) {
        LOG.log(Level.INFO, () -> "jobs of committed transactions are sent to " + server + " again");
    }

    /** The spill file cannot be written: the log alone has the jobs' names. */
    public static void notSpilled(Path file, Exception cause) {
        LOG.log(
                Level.ERROR,
                () -> ErrorCode.SEND_AFTER_COMMIT_FAILED + ": " + file
                        + " cannot be written; the jobs are named in the next lines",
                cause);
    }

    /** A connection factory cannot be shown by JMX, or taken away from it. It works all the same. */
    public static void notManaged(String server, Exception cause) {
        LOG.log(Level.WARNING, () -> "the connection factory for " + server + " is not to be seen by JMX", cause);
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

    /** The server's work manager refuses a work. */
    public static void noThread(String name, Exception cause) {
        LOG.log(
                Level.WARNING,
                () -> ErrorCode.NO_THREAD + ": the application server gives no thread for " + name
                        + ": asked again every second (" + cause + "). " + ErrorCode.NO_THREAD.remedy());
    }

    /** The container has given no endpoint for a minute. */
    public static void noEndpoint(Class<?> bean, Exception cause) {
        LOG.log(
                Level.WARNING,
                () -> ErrorCode.UNEXPECTED_CONTAINER_CALL + ": the application server has given no endpoint for "
                        + bean.getName()
                        + " for a minute: no jobs are fetched for it; asked again until it does. Look for why in its log.",
                cause);
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
