package org.faktoryjca.ra;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
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

    /** Jobs of a transaction of which nobody knows how it ended; otherwise as {@link #unsent}. */
    public static void undecided(String server, List<EncodedJob> jobs, Optional<Path> written) {
        name(
                jobs,
                ErrorCode.SEND_AFTER_COMMIT_FAILED + ": nobody knows whether the transaction of " + jobs.size()
                        + (jobs.size() == 1 ? " job" : " jobs") + " for " + server
                        + " has committed, so nothing was sent"
                        + written.map(file -> ", and went to " + file.toAbsolutePath())
                                .orElse("")
                        + ". See the transaction manager's log, and push them if it has.");
    }

    /**
     * Jobs of a transaction that nothing spoke against when it began to complete, and that was rolled back. Some servers say so, too,
     * when another resource has done something of its own and the application's rows are committed.
     */
    public static void rolledBackAtTheEnd(String server, List<EncodedJob> jobs) {
        LOG.log(
                Level.INFO,
                () -> "a transaction was rolled back while it completed, and its pushes to " + server
                        + " with it: " + shortened(jobs)
                        + ". Where the server's log tells of a heuristic outcome, look what has committed.");
    }

    private static String shortened(List<EncodedJob> jobs) {
        var more = jobs.size() - NAMED_IN_A_LINE;
        return more > 0 ? jobs.subList(0, NAMED_IN_A_LINE) + " and " + more + " more" : jobs.toString();
    }

    /** Sending failed in a way that nobody has thought of. The jobs wait, and are tried again. Throws nothing, whatever the log does. */
    public static void unexpected(String server, Throwable thrown) {
        try {
            LOG.log(
                    Level.ERROR,
                    () -> "sending jobs of committed transactions to " + server
                            + " failed unexpectedly: they wait, and are tried again",
                    thrown);
        } catch (RuntimeException e) {
            // It may be the log that has failed before: there is nobody else to tell.
            thrown.addSuppressed(e);
        }
    }

    /** The server's work manager refuses a work. */
    public static void noThread(String name, Exception cause) {
        LOG.log(
                Level.WARNING,
                () -> ErrorCode.NO_THREAD + ": the application server gives no thread for " + name
                        + ": asked again every second (" + cause + "). " + ErrorCode.NO_THREAD.remedy());
    }

    /** A server activates a bean again whose deployment was refused. */
    public static void refusedAgain(Exception refusal) {
        LOG.log(
                Level.WARNING,
                () -> "a bean that was refused before is activated again, and not served: " + refusal.getMessage());
    }

    /** The container has given no endpoint for a minute. */
    public static void noEndpoint(Class<?> bean, Throwable cause) {
        LOG.log(
                Level.WARNING,
                () -> ErrorCode.UNEXPECTED_CONTAINER_CALL + ": the application server has given no endpoint for "
                        + bean.getName()
                        + " for a minute: no jobs are fetched for it; asked again until it does. Look for why in its log.",
                cause);
    }

    /** The server refuses calls of a bean that the adapter still serves. */
    public static void refusesCalls(Class<?> bean, Duration pause) {
        LOG.log(
                Level.WARNING,
                () -> "the application server refuses calls of " + bean.getName()
                        + ", as it does when it undeploys a bean: the jobs that have been fetched fail, and for "
                        + pause.toSeconds() + " s no more are fetched from its queues, unless it is gone before");
    }

    /** The container throws after a delivery: for a failed job that is nothing new, and otherwise its outcome says what counts. */
    public static void afterDelivery(Job job, boolean failed, Throwable thrown) {
        LOG.log(
                failed ? Level.DEBUG : Level.WARNING,
                () -> "the application server complained after the delivery of " + job
                        + "; what is reported of it is how its transaction ended",
                thrown);
    }
}
