package org.faktoryjca.worker;

import java.time.Duration;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.Job;

/** What happens in a worker: logs, metrics and tests listen. */
public sealed interface WorkerEvent {
    /** The worker serves jobs under this wid, as of its first handler or of a resume. */
    record Started(String wid) implements WorkerEvent {}

    /** The worker has stopped under this wid, and holds no thread and no connection any more but those of jobs that would not end. */
    record Stopped(String wid) implements WorkerEvent {}

    /** The server, or an operator, has told the worker to fetch no more. */
    record Quieted(String wid) implements WorkerEvent {}

    /** A handler was added to a worker that is quiet: it is served when that is resumed. */
    record AddedQuietly(String wid, String handler) implements WorkerEvent {}

    /**
     * A handler leaves whose queues others serve, too: what came now might be for it, so that nothing is fetched from them until its jobs have
     * ended, for so long at most, and for a moment after that.
     */
    record Leaving(String handler, Duration atMost) implements WorkerEvent {}

    /** The server has told the worker to finish what it does and end. */
    record Terminated(String wid) implements WorkerEvent {}

    /** The job was handed to its handler. */
    record Fetched(Job job) implements WorkerEvent {}

    /** The server has the job's ACK. */
    record Succeeded(Job job) implements WorkerEvent {}

    /** The server has the job's FAIL. */
    record Failed(Job job, FailureReport failure) implements WorkerEvent {}

    /** The job's reservation ended before its outcome could be made final or reported: it will run again. */
    record LeaseEnded(Job job) implements WorkerEvent {}

    /**
     * The job ran beyond {@code shutdownTimeout}: what it does can no longer be made final, and it is reported as failed once it has
     * ended.
     */
    record GivenUp(Job job) implements WorkerEvent {}

    /**
     * The server does not hold the job as running any more: it has taken it back, or has had its FAIL before, also one that met
     * trouble of the server's own: Faktory forgets such a job, and runs it again when its reservation ends or not at all.
     */
    record NotHeld(Job job) implements WorkerEvent {}

    /** The worker stopped while the server was away, or lost the job's thread: its outcome is not reported, and it will run again. */
    record Unreported(Job job) implements WorkerEvent {}

    /**
     * The server may or may not have had the job's FAIL when the connection broke, some time ago: it is not sent again, since the job may
     * by now run elsewhere. If it was not had, the job will run again when its reservation ends.
     */
    record FailInDoubt(Job job) implements WorkerEvent {}

    /**
     * Nobody takes the job: it keeps its lane for so long, since its handler may still come, and then fails. Once for all jobs of this type
     * in this queue, until the handlers change.
     */
    record Unrouted(Job job, Duration atMost) implements WorkerEvent {}

    /** There is no thread for another lane: jobs wait for those there are. */
    record NoThread(FaktoryException cause) implements WorkerEvent {}

    /** The server cannot be reached, or has cut a connection; it is tried again until it can. Once for each outage. */
    record ConnectionLost(FaktoryException cause) implements WorkerEvent {}

    /**
     * The server answered with an error of its own, and what it was asked for is tried again on a new connection. Once for each outage and
     * kind of command; once for each outage where the server tells of trouble of its own ({@code FAKTORY-208}), such as with its Redis.
     */
    record Refused(String what, FaktoryException cause) implements WorkerEvent {}

    /**
     * The server does again what it is asked for, and has for 5 s: so much later than it began to.
     *
     * @param after from the outage's beginning to the first answer after its last trouble
     */
    record Reconnected(Duration after) implements WorkerEvent {}

    /** The server gave out a job that cannot be read, which was reported as failed if it has a jid. */
    record Unreadable(FaktoryException cause) implements WorkerEvent {}

    /** Something in the worker's own works went wrong, and the worker goes on. */
    record Troubled(String what, Throwable cause) implements WorkerEvent {}
}
