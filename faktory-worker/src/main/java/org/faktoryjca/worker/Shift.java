package org.faktoryjca.worker;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
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
    private final Errands errands;
    private final Heartbeat heartbeat;
    private final Watch watch;

    /** Guards all that follows. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Map<Queues, LaneGroup> groups = new HashMap<>();
    private final Map<Handler, Member> members = new HashMap<>();
    private boolean quiet;
    private boolean stopped;

    private record Member(Registration registration, LaneGroup group) {}

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
        this.errands = new Errands(name, surroundings.threads(), surroundings.listener());
        this.heartbeat = new Heartbeat(name, settings.heartbeat(), identity.wid(), surroundings, this::link, reply -> {
            if (reply != BeatReply.OK) {
                errands.execute(() -> told.accept(this, reply));
            }
        });
        this.watch = new Watch(name, surroundings.threads(), surroundings.listener(), outage, this::registrations);
    }

    private Link link() {
        return new Link(settings.server(), identity, outage, surroundings.random());
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

    /**
     * Serves this handler from now on.
     *
     * @throws org.faktoryjca.InvalidBeanException if another handler takes the same jobs
     * @throws org.faktoryjca.FaktoryException if no thread can be had; then the handler is not served
     */
    void add(Handler handler, Capacity capacity) {
        var registration = new Registration(handler, capacity);
        router.add(registration);
        var served = false;
        lock.lock();
        try {
            var group = groups.computeIfAbsent(handler.queues(), this::newGroup);
            group.join(registration);
            members.put(handler, new Member(registration, group));
            served = true;
        } finally {
            lock.unlock();
            if (!served) {
                router.remove(registration);
            }
        }
    }

    /** Without a handler it has no lane, so that one whose first lane got no thread may stay for the next try. */
    private LaneGroup newGroup(Queues queues) {
        var group = new LaneGroup(
                queues,
                name + "-" + queues.names().get(0),
                surroundings,
                errands,
                own -> new Lane(own, link(), router, surroundings.listener(), surroundings.time()));
        group.start();
        if (quiet) {
            group.gate().quiet();
        }
        if (stopped) {
            group.gate().close();
        }
        return group;
    }

    /** Fetches no more, and goes on with everything else; true if it has become so by this call. */
    boolean quiet() {
        lock.lock();
        try {
            var first = !quiet && !stopped;
            quiet = true;
            groups.values().forEach(group -> group.gate().quiet());
            return first;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Serves this handler no more: fetches nothing further for it, lets its jobs run for up to {@code shutdownTimeout}, gives up what
     * still runs then, and waits a moment for its last words. A second call waits as well.
     */
    void remove(Handler handler) {
        drain(handler, deadline()).ifPresent(member -> member.group().awaitEnd(LAST_WORDS));
    }

    /** Answers the member if its group was its own: the group's lanes may still have something to report. */
    private Optional<Member> drain(Handler handler, long deadline) {
        Member member;
        boolean alone;
        lock.lock();
        try {
            member = members.get(handler);
            if (member == null) {
                return Optional.empty();
            }
            alone = !member.group().leave(member.registration());
            if (alone) {
                groups.remove(handler.queues(), member.group());
                member.group().gate().close();
            }
        } finally {
            lock.unlock();
        }
        if (alone) {
            // A FETCH under way may still bring a job, which then runs: only after that nobody routes to the handler.
            member.group().awaitEnd(until(deadline));
        }
        router.remove(member.registration());
        member.registration()
                .close(until(deadline))
                .forEach(job -> surroundings.listener().on(new WorkerEvent.GivenUp(job)));
        lock.lock();
        try {
            members.remove(handler, member);
        } finally {
            lock.unlock();
        }
        return alone ? Optional.of(member) : Optional.empty();
    }

    private long deadline() {
        return surroundings.time().nanoTime() + settings.shutdownTimeout().toNanos();
    }

    private Duration until(long deadline) {
        return Duration.ofNanos(Math.max(0, deadline - surroundings.time().nanoTime()));
    }

    /** As {@link #remove} for every handler, within one {@code shutdownTimeout}, and then ends. */
    void stop() {
        close();
        var deadline = deadline();
        var left = handlers().stream()
                .flatMap(handler -> drain(handler, deadline).stream())
                .toList();
        // All of them together, so that what is stuck in one does not add to the others' time.
        var lastWords = surroundings.time().nanoTime() + LAST_WORDS.toNanos();
        left.forEach(member -> member.group().awaitEnd(until(lastWords)));
        endThreads();
        surroundings.listener().on(new WorkerEvent.Stopped(identity.wid()));
    }

    /** Fetches nothing further, for good. */
    void close() {
        lock.lock();
        try {
            stopped = true;
            groups.values().forEach(group -> group.gate().close());
        } finally {
            lock.unlock();
        }
    }

    private List<Handler> handlers() {
        lock.lock();
        try {
            return List.copyOf(members.keySet());
        } finally {
            lock.unlock();
        }
    }

    private Collection<Registration> registrations() {
        lock.lock();
        try {
            return members.values().stream().map(Member::registration).toList();
        } finally {
            lock.unlock();
        }
    }

    /** How many jobs run now. */
    int busy() {
        return registrations().stream().mapToInt(Registration::busy).sum();
    }

    /** How many lanes there are. */
    int lanes() {
        return lanesOfGroups().stream().mapToInt(Integer::intValue).sum();
    }

    /** How many groups have no lane at all: their queues are not served. */
    int unserved() {
        return (int) lanesOfGroups().stream().filter(lanes -> lanes == 0).count();
    }

    private List<Integer> lanesOfGroups() {
        lock.lock();
        try {
            return groups.values().stream().map(LaneGroup::lanes).toList();
        } finally {
            lock.unlock();
        }
    }

    /** How long ago the server last answered a BEAT of this shift. */
    Optional<Duration> sinceHeartbeat() {
        return heartbeat.age();
    }
}
