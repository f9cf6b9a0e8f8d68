package org.faktoryjca.worker;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.Job;

/**
 * A connection with what is under way on it: FETCH, run, report together with the next FETCH, and again. It never abandons a FETCH, since the
 * server would reserve the next job for a connection that is gone. Used by one thread at a time, its own or a {@link Crew}'s leader.
 */
final class Lane {
    /** Between two looks whether a handler has room: not all of them tell when they have. */
    private static final Duration LOOK = Duration.ofMillis(50);

    private final LaneGroup group;
    private final Gate gate;
    private final Link link;
    private final Router router;
    private final BiConsumer<Handler, Duration> pause;
    private final Fetcher fetcher;
    private final Reporter reporter;
    private final WorkerListener listener;
    private final WorkerTime time;
    private final Pace pace;
    private Optional<Registration.Room> room = Optional.empty();
    private int emptyFetches;
    private boolean retired;

    /** Whether its thread was interrupted while no job ran in it: it is wanted back, and takes the lane with it. */
    private boolean askedToEnd;

    /**
     * A lane that has not begun.
     *
     * @param pause is told of a handler that refuses jobs for so long
     */
    Lane(
            LaneGroup group,
            Link link,
            Router router,
            BiConsumer<Handler, Duration> pause,
            WorkerListener listener,
            WorkerTime time) {
        this.group = group;
        this.gate = group.gate();
        this.link = link;
        this.router = router;
        this.pause = pause;
        this.fetcher = new Fetcher(link, gate, group.intake(), group::order, listener, time);
        this.reporter = new Reporter(link, gate, fetcher, this::fetchesOn, listener, time);
        this.listener = listener;
        this.time = time;
        this.pace = new Pace(time);
    }

    /**
     * Whether there is another step; waits while quiet.
     *
     * @throws InterruptedException if there is none because the thread is wanted back
     */
    boolean goesOn() throws InterruptedException {
        if (fetcher.isExpecting()) {
            return true;
        }
        if (isAskedToEnd()) {
            throw new InterruptedException("interrupted between two jobs");
        }
        if (!gate.isOpen()) {
            leaveRoom();
            link.rests();
        }
        if (!gate.pass()) {
            return false;
        }
        retired = group.retires(emptyFetches);
        return !retired;
    }

    /** Whether it ends because there are more lanes than work. */
    boolean isRetired() {
        return retired;
    }

    /** Whether its jobs have become so short, and come so fast, that its thread may run those of others too. */
    boolean asksForCrew() {
        return pace.isShort() && link.isFetching() && group.isFull();
    }

    /** Whether its next step is to take the next short job. */
    boolean isFitForCrew() {
        return link.isFetching() && !pace.isLong();
    }

    /** Gives back what it holds. */
    void end() {
        try {
            if (reporter.isWaiting()) {
                group.free();
                reporter.abandon();
            }
            fetcher.handedOn();
            fetcher.abandoned().ifPresent(fetched -> listener.on(new WorkerEvent.Unreported(fetched.job())));
            leaveRoom();
        } finally {
            link.close();
        }
    }

    /** One job, or one FETCH that brings none. The reply to its report may be left to the next step. */
    void step() throws InterruptedException {
        if (reporter.isWaiting()) {
            hearReport();
            if (!fetcher.isExpecting()) {
                return;
            }
        }
        if (!fetcher.isExpecting() && !mayFetch()) {
            gate.pause(LOOK);
            return;
        }
        var fetched = fetcher.next();
        if (fetched.isEmpty()) {
            fetcher.handedOn();
            pace.rests();
            emptyFetches++;
            return;
        }
        emptyFetches = 0;
        pace.begins();
        group.busy();
        try {
            var job = fetched.get().job();
            deliver(job, Lease.of(job, time, fetched.get().beforeNanos()));
        } finally {
            if (!reporter.isWaiting()) {
                group.free();
            }
        }
    }

    private void hearReport() throws InterruptedException {
        try {
            reporter.hear();
        } finally {
            if (!reporter.isWaiting()) {
                group.free();
            }
        }
    }

    /** Whether the next FETCH may go out with a report, without a look at anything else in between. */
    private boolean fetchesOn() {
        try {
            return !askedToEnd && gate.isOpen() && !group.isCrowded() && hasRoom();
        } catch (RuntimeException | Error e) {
            // The next step may meet the same, and breaks the lane; before that the report goes out.
            listener.on(new WorkerEvent.Troubled("a handler's place could not be taken", e));
            return false;
        }
    }

    private boolean mayFetch() {
        if (group.intake().isHeld()) {
            // This may last, and a job that has been fetched may wait for the room.
            leaveRoom();
            return false;
        }
        return hasRoom();
    }

    /**
     * Whether a job would find room: kept for it where the group has an {@link LaneGroup#owner()}. What a lane of another group fetched when
     * that was different goes first.
     */
    private boolean hasRoom() {
        var owner = group.owner();
        if (room.filter(Registration.Room::isAwaited).isPresent()
                || !room.map(Registration.Room::registration).equals(owner)) {
            leaveRoom();
            room = owner.flatMap(Registration::reserve);
        }
        return owner.isPresent() ? room.isPresent() : group.members().stream().anyMatch(Registration::hasRoom);
    }

    private void leaveRoom() {
        var left = room;
        room = Optional.empty();
        try {
            left.ifPresent(Registration.Room::release);
        } catch (RuntimeException | Error e) {
            // A container's own fault. A report may be about to go out, or the lane to end: neither has to do with it.
            listener.on(new WorkerEvent.Troubled("a handler's place could not be given back", e));
        }
    }

    private void deliver(Job job, Lease lease) throws InterruptedException {
        listener.on(new WorkerEvent.Fetched(job));
        var outcome = handler(job).map(own -> run(own, job, lease)).orElseGet(() -> unrouted(job));
        pace.ends();
        reporter.report(job, outcome, lease);
    }

    /** The job's handler, which is to expect it before the FETCH counts as over: it may be about to leave. */
    private Optional<Registration> handler(Job job) {
        var known = router.find(job);
        known.ifPresent(Registration::expect);
        fetcher.handedOn();
        if (known.isPresent()) {
            return known;
        }
        var later = router.await(job, gate, left -> listener.on(new WorkerEvent.Unrouted(job, left)));
        later.ifPresent(Registration::expect);
        return later;
    }

    private boolean isAskedToEnd() {
        return Thread.interrupted() || askedToEnd;
    }

    private Outcome run(Registration registration, Job job, Lease lease) {
        try {
            return runExpected(registration, job, lease);
        } finally {
            registration.done();
        }
    }

    private Outcome runExpected(Registration registration, Job job, Lease lease) {
        var own = room.filter(mine -> mine.registration() == registration);
        if (own.isEmpty()) {
            leaveRoom();
        }
        // A FETCH takes no notice of an interrupt. The job that it brought is not what was meant.
        askedToEnd = isAskedToEnd();
        var outcome = own.map(mine -> mine.run(job, lease)).orElseGet(() -> registration.run(job, lease));
        // An interrupt that the job leaves behind was meant for the job, and would end the lane before its report.
        Thread.interrupted();
        return outcome instanceof Outcome.Refused refused ? failed(registration, refused) : outcome;
    }

    /** Before the report, which would take the next FETCH along. */
    private Outcome failed(Registration registration, Outcome.Refused refused) {
        pause.accept(registration.handler(), refused.pause());
        return new Outcome.Failed(refused.failure());
    }

    private Outcome unrouted(Job job) {
        return new Outcome.Failed(
                gate.isClosed() || Thread.currentThread().isInterrupted()
                        ? FailureReport.named(
                                FailureReport.WORKER_SHUTDOWN,
                                ErrorCode.WORKER_SHUTDOWN + ": the worker stopped before the job was begun")
                        : FailureReport.unknownJobType(job));
    }
}
