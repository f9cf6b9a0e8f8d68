package org.faktoryjca.worker;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.faktoryjca.Job;
import org.faktoryjca.client.settings.Queues;

/** Which handlers a shift serves, and by which lanes: a group for each value of {@code queues}. Thread-safe. */
final class Roster {
    private final Router router;
    private final Function<Queues, LaneGroup> newGroup;
    private final WorkerListener listener;
    private final WorkerTime time;

    /** Guards all that follows. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Map<Queues, LaneGroup> groups = new HashMap<>();
    private final Map<Handler, Member> members = new HashMap<>();
    private boolean quiet;
    private boolean closed;

    private record Member(Registration registration, LaneGroup group) {}

    /**
     * Nobody so far.
     *
     * @param newGroup makes one that has not been started
     */
    Roster(Router router, Function<Queues, LaneGroup> newGroup, WorkerListener listener, WorkerTime time) {
        this.router = router;
        this.newGroup = newGroup;
        this.listener = listener;
        this.time = time;
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
            var group = groups.computeIfAbsent(handler.queues(), this::startedGroup);
            tellWhoShares();
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
    private LaneGroup startedGroup(Queues queues) {
        var group = newGroup.apply(queues);
        group.start();
        if (quiet) {
            group.gate().quiet();
        }
        if (closed) {
            group.gate().close();
        }
        return group;
    }

    /** Fetches no more, and goes on with everything else; true if it has become so by this call. */
    boolean quiet() {
        lock.lock();
        try {
            var first = !quiet && !closed;
            quiet = true;
            groups.values().forEach(group -> group.gate().quiet());
            return first;
        } finally {
            lock.unlock();
        }
    }

    /** Fetches nothing further, for good. */
    void close() {
        lock.lock();
        try {
            closed = true;
            groups.values().forEach(group -> group.gate().close());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Serves this handler no more: fetches nothing further for it, lets its jobs run until the deadline, and gives up what still runs then.
     * Meanwhile nothing is fetched from its queues for other handlers either: what came might be for this one.
     *
     * @param deadline on the clock, in nanoseconds
     * @param givenUp is told of each job that was given up
     * @return the handler's group if it had it for itself: the group's lanes may still have something to report
     */
    Optional<LaneGroup> drain(Handler handler, long deadline, Consumer<Job> givenUp) {
        Member member;
        boolean alone;
        boolean all;
        List<LaneGroup> sharing;
        lock.lock();
        try {
            member = members.get(handler);
            if (member == null) {
                return Optional.empty();
            }
            all = closed;
            alone = !member.group().leave(member.registration());
            if (alone) {
                groups.remove(handler.queues(), member.group());
                member.group().gate().close();
            }
            sharing = sharing(handler.queues());
            sharing.forEach(group -> group.intake().hold());
        } finally {
            lock.unlock();
        }
        try {
            if (!sharing.isEmpty() && !all) {
                listener.on(new WorkerEvent.Leaving(handler.name(), until(deadline)));
            }
            // A FETCH under way may still bring a job, which then runs: only after that nobody routes to the handler.
            if (alone) {
                member.group().awaitEnd(until(deadline));
                member.group().gate().end();
            }
            sharing.forEach(group -> group.intake().awaitNothing(until(deadline)));
            router.remove(member.registration());
            member.registration().close(until(deadline)).forEach(givenUp);
            forget(handler, member);
        } finally {
            // Ends pauses too, and none can begin after it that this handler asked for.
            sharing.forEach(group -> group.intake().release());
        }
        return alone ? Optional.of(member.group()) : Optional.empty();
    }

    private void forget(Handler handler, Member member) {
        lock.lock();
        try {
            members.remove(handler, member);
            tellWhoShares();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Fetches nothing from this handler's queues for so long, for others neither: what came might be for this one. Nothing happens if it has
     * left: nobody would end the pause.
     */
    void pause(Handler handler, Duration duration) {
        lock.lock();
        try {
            if (members.containsKey(handler)) {
                sharing(handler.queues()).forEach(group -> group.intake().pause(duration));
            }
        } finally {
            lock.unlock();
        }
    }

    /** The groups with any of these queues; under {@link #lock}. */
    private List<LaneGroup> sharing(Queues queues) {
        return groups.values().stream().filter(group -> group.shares(queues)).toList();
    }

    /** Tells each group whether it is the only one with its queues; under {@link #lock}. */
    private void tellWhoShares() {
        groups.forEach((queues, group) -> group.share(sharing(queues).size() > 1));
    }

    /** The time that is left. */
    private Duration until(long deadline) {
        return Duration.ofNanos(Math.max(0, deadline - time.nanoTime()));
    }

    List<Handler> handlers() {
        lock.lock();
        try {
            return List.copyOf(members.keySet());
        } finally {
            lock.unlock();
        }
    }

    /** With what runs in each handler. */
    Collection<Registration> registrations() {
        lock.lock();
        try {
            return members.values().stream().map(Member::registration).toList();
        } finally {
            lock.unlock();
        }
    }

    /** Looks whether each group has a thread by now. */
    void look() {
        List<LaneGroup> all;
        lock.lock();
        try {
            all = List.copyOf(groups.values());
        } finally {
            lock.unlock();
        }
        all.forEach(LaneGroup::look);
    }

    /** How many lanes each group has. */
    List<Integer> lanes() {
        lock.lock();
        try {
            return groups.values().stream().map(LaneGroup::lanes).toList();
        } finally {
            lock.unlock();
        }
    }
}
