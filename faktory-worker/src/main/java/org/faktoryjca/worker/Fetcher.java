package org.faktoryjca.worker;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.Job;
import org.faktoryjca.client.Connection;

/**
 * One lane's FETCHes: those by themselves, and those that went out together with a report. The reply of one that was written is
 * always read, since the server reserves a job for it. Not thread-safe.
 */
final class Fetcher {
    private final Link link;
    private final Gate gate;
    private final Intake intake;
    private final Supplier<List<String>> order;
    private final WorkerListener listener;
    private final WorkerTime time;
    private Optional<Fetched> kept = Optional.empty();
    private boolean underWay;
    private long beforeNanos;

    /**
     * Fetches over this link.
     *
     * @param intake has each FETCH on its books until its job is {@link #handedOn()}
     * @param order the queues, in the order for one FETCH
     */
    Fetcher(
            Link link,
            Gate gate,
            Intake intake,
            Supplier<List<String>> order,
            WorkerListener listener,
            WorkerTime time) {
        this.link = link;
        this.gate = gate;
        this.intake = intake;
        this.order = order;
        this.listener = listener;
        this.time = time;
    }

    /** Whether a job has come, or may be on its way: then {@link #next()} must be called, whatever else is wanted. */
    boolean isExpecting() {
        return kept.isPresent() || link.isFetching();
    }

    /** The queues for a FETCH that goes out now, by itself or with a report; none if there is to be none. */
    List<String> begin() {
        // One that was lost without a reply may be on the books still.
        handedOn();
        if (!intake.begin()) {
            return List.of();
        }
        underWay = true;
        beforeNanos = time.nanoTime();
        return order.get();
    }

    /** The job that {@link #next()} brought has found its handler, or waits for one; or there is no FETCH whose reply is to come. */
    void handedOn() {
        if (underWay) {
            underWay = false;
            intake.end();
        }
    }

    /** The next job: one that was kept, that of the FETCH under way, or that of a new one. Empty also if the server is away. */
    Optional<Fetched> next() throws InterruptedException {
        if (kept.isPresent()) {
            var job = kept;
            kept = Optional.empty();
            return job;
        }
        if (link.isFetching()) {
            return received(Connection::fetched);
        }
        var connection = link.connection(gate::pause);
        // Connecting may have taken its time, and a stop may have come in between.
        if (connection.isEmpty() || !gate.isOpen()) {
            return Optional.empty();
        }
        var queues = begin();
        return queues.isEmpty() ? Optional.empty() : received(open -> open.fetch(queues));
    }

    /** Reads the reply of the FETCH under way and keeps its job, so that the connection is free for something else. */
    void keep() throws InterruptedException {
        if (link.isFetching()) {
            kept = received(Connection::fetched);
        }
    }

    /** The job that was kept and will not be run, at the end of the lane; its thread was taken away. */
    Optional<Fetched> abandoned() {
        return kept;
    }

    private Optional<Fetched> received(Function<Connection, Optional<Job>> fetch) throws InterruptedException {
        try {
            var job = fetch.apply(link.connection(gate::pause).orElseThrow());
            link.works();
            return job.map(own -> new Fetched(own, beforeNanos));
        } catch (FaktoryException e) {
            if (Link.isLoss(e)) {
                link.lost(e, gate::pause);
            } else if (e.code() == ErrorCode.UNREADABLE_JOB) {
                link.works();
                listener.on(new WorkerEvent.Unreadable(e));
            } else {
                link.refused("FETCH", "FETCH", e, gate::pause);
            }
        }
        return Optional.empty();
    }
}
