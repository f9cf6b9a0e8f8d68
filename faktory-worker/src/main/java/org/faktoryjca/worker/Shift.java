package org.faktoryjca.worker;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.faktoryjca.Job;
import org.faktoryjca.client.BeatReply;
import org.faktoryjca.client.WorkerIdentity;
import org.faktoryjca.client.settings.Queues;

/**
 * What a worker does under one wid: from its HELLO, over quiet, until it has drained. To the server a worker's state never goes
 * back, so that a resumed worker begins another shift. Begun once and stopped once; thread-safe.
 */
final class Shift {
    /** How long jobs given up may take, once they have ended, for their reports. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(3);

    private final WorkerSettings settings;
    private final WorkerIdentity identity;
    private final Surroundings surroundings;
    private final Outage outage;
    private final String name;
    private final Router router;
    private final Roster roster;
    private final Errands errands;
    private final Heartbeat heartbeat;
    private final Watch watch;
    private final AtomicBoolean ending = new AtomicBoolean();
    private final AtomicReference<Optional<Long>> deadline = new AtomicReference<>(Optional.empty());

    /**
     * A shift that has not begun.
     *
     * @param told what the server answers to a BEAT, in a thread that may wait
     */
    Shift(
            WorkerSettings settings,
            WorkerIdentity identity,
            Surroundings surroundings,
            Outage outage,
            BiConsumer<Shift, BeatReply> told) {
        this.settings = settings;
        this.identity = identity;
        this.surroundings = surroundings;
        this.outage = outage;
        this.name = "faktory-" + identity.wid();
        this.router = new Router(settings.startupGrace(), surroundings.time());
        this.roster = new Roster(router, this::newGroup, surroundings.listener(), surroundings.time());
        this.errands = new Errands(name, surroundings.threads(), surroundings.listener());
        this.heartbeat = new Heartbeat(name, settings.heartbeat(), identity.wid(), surroundings, this::link, reply -> {
            if (reply != BeatReply.OK) {
                errands.execute(() -> told.accept(this, reply));
            }
        });
        this.watch = new Watch(
                name, surroundings.threads(), surroundings.listener(), outage, roster::registrations, roster::look);
    }

    private Link link() {
        return new Link(settings.server(), identity, outage, surroundings.random());
    }

    private LaneGroup newGroup(Queues queues) {
        return new LaneGroup(
                queues,
                name + "-" + queues.names().get(0),
                surroundings,
                errands,
                own -> new Lane(own, link(), router, roster::pause, surroundings.listener(), surroundings.time()));
    }

    WorkerIdentity identity() {
        return identity;
    }

    /** A thread that may wait, for what has to do with this shift. */
    Executor errands() {
        return errands;
    }

    /**
     * Begins, without waiting for the server.
     *
     * @throws org.faktoryjca.FaktoryException if no thread can be had; then nothing of it runs
     */
    void begin() {
        var begun = false;
        try {
            errands.start();
            watch.start();
            heartbeat.start();
            begun = true;
        } finally {
            if (!begun) {
                endThreads();
            }
        }
        surroundings.listener().on(new WorkerEvent.Started(identity.wid()));
    }

    private void endThreads() {
        heartbeat.stop();
        watch.stop();
        errands.stop();
    }

    /** As {@link Roster#add}. */
    void add(Handler handler, Capacity capacity) {
        roster.add(handler, capacity);
    }

    /** As {@link Roster#quiet}, and has the server know of it. */
    boolean quiet() {
        heartbeat.quiet();
        return roster.quiet();
    }

    /**
     * Serves this handler no more: fetches nothing further for it, lets its jobs run for up to {@code shutdownTimeout}, gives up what
     * still runs then, and waits a moment for its last words. A second call waits as well.
     */
    void remove(Handler handler) {
        roster.drain(handler, after(settings.shutdownTimeout()), this::givenUp)
                .ifPresent(group -> group.awaitEnd(LAST_WORDS));
    }

    private void givenUp(Job job) {
        surroundings.listener().on(new WorkerEvent.GivenUp(job));
    }

    private long after(Duration time) {
        return surroundings.time().nanoTime() + time.toNanos();
    }

    /** Whether nobody else ends it: true once. */
    boolean isToBeEnded() {
        return ending.compareAndSet(false, true);
    }

    /** As {@link #remove} for every handler, within one {@code shutdownTimeout}, and then ends. */
    void stop() {
        var deadline = close();
        var left = roster.handlers().stream()
                .flatMap(handler -> roster.drain(handler, deadline, this::givenUp).stream())
                .toList();
        // All of them together, so that what is stuck in one does not add to the others' time: also the heartbeat,
        // whose server may be silent.
        heartbeat.beginStop();
        var lastWords = after(LAST_WORDS);
        left.forEach(group -> group.awaitEnd(
                Duration.ofNanos(Math.max(0, lastWords - surroundings.time().nanoTime()))));
        endThreads();
        surroundings.listener().on(new WorkerEvent.Stopped(identity.wid()));
    }

    /**
     * As {@link Roster#close}.
     *
     * @return when the time of its jobs is over, which begins with the first call; in nanoseconds
     */
    long close() {
        roster.close();
        return deadline.updateAndGet(
                        first -> first.isPresent() ? first : Optional.of(after(settings.shutdownTimeout())))
                .orElseThrow();
    }

    /** Whether the current thread runs one of its jobs. */
    boolean isInJob() {
        return roster.registrations().stream().anyMatch(Registration::isInJob);
    }

    /** How many jobs run now. */
    int busy() {
        return roster.registrations().stream().mapToInt(Registration::busy).sum();
    }

    /** How many lanes there are. */
    int lanes() {
        return roster.lanes().stream().mapToInt(Integer::intValue).sum();
    }

    /** How many groups have no lane at all: their queues are not served. */
    int unserved() {
        return (int) roster.lanes().stream().filter(lanes -> lanes == 0).count();
    }

    /** How long ago the server last answered a BEAT of this shift. */
    Optional<Duration> sinceHeartbeat() {
        return heartbeat.age();
    }
}
