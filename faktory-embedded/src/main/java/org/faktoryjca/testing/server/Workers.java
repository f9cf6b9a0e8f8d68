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
    private long silenced;

    private static final class Worker {

        final Handshake.Hello hello;

        /** Only this connection is held back when the worker is quiet: a fault of the real server, kept. */
        final Client creator;

        final Set<Client> clients = new LinkedHashSet<>();
        WorkerState state = WorkerState.RUNNING;
        long lastBeat;
        long beats;
        long memoryKb;
        boolean isSilenced;

        Worker(Handshake.Hello hello, Client creator, long now) {
            this.hello = hello;
            this.creator = creator;
            this.lastBeat = now;
        }

        void moveTo(WorkerState next) {
            if (next.compareTo(state) > 0) {
                state = next;
            }
        }

        ConnectedWorker described() {
            return new ConnectedWorker(
                    hello.wid(), hello.hostname(), hello.pid(), hello.labels(), state, clients.size(), beats, memoryKb);
        }
    }

    Workers(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    synchronized void connected(Handshake.Hello hello, Client client) {
        byWid.computeIfAbsent(hello.wid(), wid -> new Worker(hello, client, nanoTime.getAsLong()))
                .clients
                .add(client);
    }

    synchronized void disconnected(String wid, Client client) {
        var worker = byWid.get(wid);
        if (worker != null && worker.clients.remove(client) && worker.clients.isEmpty()) {
            byWid.remove(wid);
        }
    }

    /** Notes a sign of life. Empty for an unknown worker. */
    synchronized Optional<WorkerState> beat(String wid, String itsState, long memoryKb) {
        var worker = byWid.get(wid);
        if (worker == null) {
            return Optional.empty();
        }
        worker.lastBeat = nanoTime.getAsLong();
        worker.beats++;
        worker.memoryKb = memoryKb;
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

    /** Whether there is such a worker. */
    synchronized boolean tell(String wid, WorkerState state) {
        var worker = Optional.ofNullable(byWid.get(wid));
        worker.ifPresent(found -> found.moveTo(state));
        return worker.isPresent();
    }

    synchronized boolean mayFetch(String wid, Client client) {
        var worker = byWid.get(wid);
        return worker == null || worker.creator != client || worker.state == WorkerState.RUNNING;
    }

    synchronized List<ConnectedWorker> all() {
        return byWid.values().stream().map(Worker::described).toList();
    }

    /** How many workers were closed for their silence. */
    synchronized long silenced() {
        return silenced;
    }

    /** Closes all connections of the workers that have not sent a BEAT for 60 s. */
    void closeSilent() {
        var silent = new ArrayList<Client>();
        synchronized (this) {
            var now = nanoTime.getAsLong();
            for (var worker : byWid.values()) {
                if (now - worker.lastBeat > LONGEST_SILENCE.toNanos()) {
                    silent.addAll(worker.clients);
                    silenced += worker.isSilenced ? 0 : 1;
                    worker.isSilenced = true;
                }
            }
        }
        silent.forEach(Client::closeSocket);
    }
}
