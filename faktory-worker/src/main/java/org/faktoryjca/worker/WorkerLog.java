package org.faktoryjca.worker;

import java.lang.System.Logger.Level;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.Job;
import org.faktoryjca.client.settings.ServerSettings;

/** Every log line of a worker: what happened, and what happens next. Logger {@code org.faktoryjca.worker}. */
public final class WorkerLog implements WorkerListener {
    private static final System.Logger LOG = System.getLogger("org.faktoryjca.worker");

    private final ServerSettings server;

    /** Lines about the worker of this server. */
    public WorkerLog(ServerSettings server) {
        this.server = server;
    }

    /** Read anew for each line: what the environment says may not have been readable before. */
    private String server() {
        return server.display();
    }

    @Override
    public void on(WorkerEvent event) {
        // First what is told of every job.
        if (event instanceof WorkerEvent.Fetched fetched) {
            LOG.log(Level.DEBUG, "{0} was fetched", fetched.job());
        } else if (event instanceof WorkerEvent.Succeeded succeeded) {
            LOG.log(Level.DEBUG, "{0} is done", succeeded.job());
        } else if (event instanceof WorkerEvent.Started started) {
            LOG.log(Level.INFO, "worker {0} serves jobs of {1}", started.wid(), server());
        } else if (event instanceof WorkerEvent.Stopped stopped) {
            LOG.log(Level.INFO, "worker {0} of {1} has stopped", stopped.wid(), server());
        } else if (event instanceof WorkerEvent.Quieted quieted) {
            LOG.log(
                    Level.INFO,
                    "worker {0} of {1} is quiet: it finishes its jobs and fetches no more until it is resumed",
                    quieted.wid(),
                    server());
        } else if (event instanceof WorkerEvent.AddedQuietly added) {
            LOG.log(
                    Level.INFO,
                    "{0} is not served yet: worker {1} of {2} is quiet, and fetches for it when it is resumed",
                    added.handler(),
                    added.wid(),
                    server());
        } else if (event instanceof WorkerEvent.Leaving leaving) {
            LOG.log(
                    Level.INFO,
                    "{0} leaves: from its queues nothing is fetched for others either until its jobs have ended, for up to {1} s, and for {2} s"
                            + " after that",
                    leaving.handler(),
                    leaving.atMost().toSeconds(),
                    Intake.SETTLES.toSeconds());
        } else if (event instanceof WorkerEvent.Terminated terminated) {
            LOG.log(
                    Level.INFO,
                    "worker {0} was told by {1} to terminate: it finishes its jobs and stops, until it is resumed or serves a further handler",
                    terminated.wid(),
                    server());
        } else if (event instanceof WorkerEvent.ConnectionLost lost) {
            LOG.log(
                    Level.WARNING,
                    "{0}: tried again until it holds; running jobs go on ({1})",
                    Link.isLoss(lost.cause())
                            ? "a connection to " + server() + " broke"
                            : server() + " cannot be reached",
                    lost.cause().getMessage());
        } else if (event instanceof WorkerEvent.Reconnected reconnected) {
            LOG.log(
                    Level.INFO,
                    "{0} works again after {1} s; outcomes are reported, and jobs fetched unless the worker is quiet or stops",
                    server(),
                    reconnected.after().toSeconds());
        } else if (event instanceof WorkerEvent.NoThread none) {
            LOG.log(
                    Level.WARNING,
                    "no thread for another lane: jobs of {0} wait for the lanes there are ({1})",
                    server(),
                    none.cause().getMessage());
        } else if (event instanceof WorkerEvent.Refused refused) {
            LOG.log(
                    Level.WARNING,
                    refused.cause().code() == ErrorCode.SERVER_TROUBLE
                            ? "{0} has trouble of its own, with {1} first: all is tried again until it is over; running jobs go on ({2})"
                            : "{0} refused {1}: tried again on a new connection ({2})",
                    server(),
                    refused.what(),
                    refused.cause().getMessage());
        } else if (event instanceof WorkerEvent.Unreadable unreadable) {
            LOG.log(
                    Level.WARNING,
                    "a job of {0} cannot be read: it is failed, and retried as any other ({1})",
                    server(),
                    unreadable.cause().getMessage());
        } else if (event instanceof WorkerEvent.Troubled troubled) {
            LOG.log(
                    Level.WARNING,
                    "the worker of " + server() + " goes on after an error: " + troubled.what(),
                    troubled.cause());
        } else if (event instanceof WorkerEvent.Failed failed) {
            LOG.log(
                    Level.WARNING,
                    "{0} failed with {1}: {2}; {3}",
                    failed.job(),
                    failed.failure().errorType(),
                    failed.failure().message(),
                    next(failed.job()));
        } else if (event instanceof WorkerEvent.LeaseEnded ended) {
            LOG.log(
                    Level.WARNING,
                    ErrorCode.LEASE_ENDED
                            + ": the reservation of {0} ended before the job did: the server runs it again; raise its reserveFor",
                    ended.job());
        } else if (event instanceof WorkerEvent.GivenUp given) {
            LOG.log(
                    Level.WARNING,
                    ErrorCode.WORKER_SHUTDOWN
                            + ": {0} still runs after shutdownTimeout: its transaction, if it has one, is rolled back; it is failed once"
                            + " it ends, or run again when its reservation ends",
                    given.job());
        } else if (event instanceof WorkerEvent.NotHeld none) {
            LOG.log(
                    Level.WARNING,
                    "{0} did not hold {1} any more: nothing more is reported; if its reservation had ended the server runs it again, and if it"
                            + " had trouble of its own with an earlier FAIL it may have lost the job",
                    server(),
                    none.job());
        } else if (event instanceof WorkerEvent.Unrouted unrouted) {
            LOG.log(
                    Level.WARNING,
                    "nobody takes {0}: it keeps a thread of its queue for up to {1} s, in case that who does is only about to start,"
                            + " and then fails",
                    unrouted.job(),
                    unrouted.atMost().toSeconds());
        } else if (event instanceof WorkerEvent.FailInDoubt doubt) {
            LOG.log(
                    Level.WARNING,
                    "{0} may or may not have heard that {1} failed, before the connection broke: it is not told again, because the"
                            + " job may run elsewhere by now; if it has not heard, it runs the job again when its reservation ends",
                    server(),
                    doubt.job());
        } else if (event instanceof WorkerEvent.Unreported unreported) {
            LOG.log(
                    Level.WARNING,
                    "the outcome of {0} could not be reported before the worker stopped: the server runs it again when its"
                            + " reservation ends",
                    unreported.job());
        }
    }

    /** Where a listener throws there may be nobody else to tell. */
    static void listenerFailed(WorkerEvent event, Throwable cause) {
        LOG.log(Level.WARNING, "a listener of the worker failed at " + event, cause);
    }

    private static String next(Job job) {
        var left = job.failure()
                .map(failure -> failure.remaining() - 1)
                .orElse(job.retry().orElse(0));
        if (left > 0) {
            return "it is retried, " + left + (left == 1 ? " time more at most" : " times more at most");
        }
        return job.retry().orElse(0) == 0 ? "its retry is 0, and the server forgets it" : "it is in the dead set";
    }
}
