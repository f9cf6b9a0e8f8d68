package org.faktoryjca.testing.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The workers that are connected, by wid. A worker is known from its first connection's HELLO until its last connection
 * has closed. Safe for use by several threads.
 */
final class Workers {

    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);

    private final Map<String, Worker> byWid = new LinkedHashMap<>();
    private final LongSupplier nanoTime;

    private static final class Worker {

        /** Only this connection is held back when the worker is quiet: a fault of the real server, kept. */
        final Session creator;

        final Set<Session> sessions = new LinkedHashSet<>();
        WorkerState state = WorkerState.RUNNING;
        long lastBeat;

        Worker(Session creator, long now) {
            this.creator = creator;
            this.lastBeat = now;
        }

        void moveTo(WorkerState next) {
            if (next.compareTo(state) > 0) {
                state = next;
            }
        }
    }

    Workers(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    synchronized void connected(String wid, Session session) {
        byWid.computeIfAbsent(wid, w -> new Worker(session, nanoTime.getAsLong()))
                .sessions
                .add(session);
    }

    synchronized void disconnected(String wid, Session session) {
        var worker = byWid.get(wid);
        if (worker != null && worker.sessions.remove(session) && worker.sessions.isEmpty()) {
            byWid.remove(wid);
        }
    }

    /** Notes a sign of life. Empty for an unknown worker. */
    synchronized Optional<WorkerState> beat(String wid, String itsState) {
        var worker = byWid.get(wid);
        if (worker == null) {
            return Optional.empty();
        }
        worker.lastBeat = nanoTime.getAsLong();
        for (var state : WorkerState.values()) {
            if (state.text().equals(itsState)) {
                worker.moveTo(state);
            }
        }
        return Optional.of(worker.state);
    }

    synchronized void tellAll(WorkerState state) {
        byWid.values().forEach(worker -> worker.moveTo(state));
    }

    synchronized boolean mayFetch(String wid, Session session) {
        var worker = byWid.get(wid);
        return worker == null || worker.creator != session || worker.state == WorkerState.RUNNING;
    }

    synchronized List<String> wids() {
        return List.copyOf(byWid.keySet());
    }

    /** Closes all connections of the workers that have not sent a BEAT for 60 s. */
    void closeSilent() {
        var silent = new ArrayList<Session>();
        synchronized (this) {
            var now = nanoTime.getAsLong();
            byWid.values().stream()
                    .filter(worker -> now - worker.lastBeat > LONGEST_SILENCE.toNanos())
                    .forEach(worker -> silent.addAll(worker.sessions));
        }
        silent.forEach(Session::closeSocket);
    }
}
