package org.faktoryjca.ra.outbound;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.faktoryjca.client.json.EncodedJob;

/**
 * What has committed and is not known to have arrived, in the order of the commits; and the room that is kept for what is about to
 * commit. Not thread-safe: its sender guards it.
 */
final class Backlog {
    /**
     * What jobs take up.
     *
     * @param jobs how many
     * @param bytes of their JSON
     */
    record Room(long jobs, long bytes) {
        static final Room NONE = new Room(0, 0);

        static Room of(List<EncodedJob> jobs) {
            return new Room(
                    jobs.size(), jobs.stream().mapToLong(EncodedJob::size).sum());
        }

        Room and(Room other) {
            return new Room(jobs + other.jobs, bytes + other.bytes);
        }

        Room without(Room other) {
            return new Room(jobs - other.jobs, bytes - other.bytes);
        }
    }

    private final Deque<EncodedJob> jobs = new ArrayDeque<>();

    /** Those of them that need not be sent any more, behind one that must. */
    private final Set<EncodedJob> settled = Collections.newSetFromMap(new IdentityHashMap<>());

    private Room waiting = Room.NONE;
    private Room reserved = Room.NONE;
    private long added;
    private long removed;

    /**
     * Keeps room for jobs that are about to commit, if there is any. Where nothing waits, and no other transaction is about to commit,
     * there is room for whatever one transaction brings.
     *
     * @param own what is kept for the same transaction already
     */
    boolean reserve(Room more, Room own, SendSettings bounds) {
        var others = waiting.and(reserved).without(own);
        var all = waiting.and(reserved).and(more);
        var fits = others.jobs() == 0 || all.jobs() <= bounds.backlogJobs() && all.bytes() <= bounds.backlogBytes();
        if (fits) {
            reserved = reserved.and(more);
        }
        return fits;
    }

    /** Gives up room that was kept. */
    void release(Room kept) {
        reserved = reserved.without(kept);
    }

    /** Appends jobs; answers a ticket that {@link #isThrough} understands. */
    long add(List<EncodedJob> more) {
        jobs.addAll(more);
        waiting = waiting.and(Room.of(more));
        added += more.size();
        return added;
    }

    /** Whether everything up to this ticket is settled. */
    boolean isThrough(long ticket) {
        return removed >= ticket;
    }

    /** The first jobs, which stay: so many, and of so many bytes together, or one that is larger. */
    List<EncodedJob> head(int most, long mostBytes) {
        var head = new ArrayList<EncodedJob>(Math.min(most, jobs.size()));
        var bytes = 0L;
        for (var job : jobs) {
            if (settled.contains(job)) {
                continue;
            }
            bytes += job.size();
            if (head.size() == most || bytes > mostBytes && !head.isEmpty()) {
                break;
            }
            head.add(job);
        }
        return head;
    }

    /** Takes jobs of the head away. */
    void settle(List<EncodedJob> done) {
        for (var job : done) {
            if (jobs.getFirst() == job) {
                removeFirst();
            } else {
                settled.add(job);
            }
        }
        while (!settled.isEmpty() && settled.remove(jobs.getFirst())) {
            removeFirst();
        }
        waiting = waiting.without(Room.of(done));
    }

    private void removeFirst() {
        jobs.removeFirst();
        removed++;
    }

    /** Takes them all away; answers those that were not settled. */
    List<EncodedJob> removeAll() {
        var left = head(Integer.MAX_VALUE, Long.MAX_VALUE);
        removed += jobs.size();
        jobs.clear();
        settled.clear();
        waiting = Room.NONE;
        return left;
    }

    /** Whether the first job is the first of these: they may have been taken away meanwhile. */
    boolean beginsWith(List<EncodedJob> head) {
        return !jobs.isEmpty() && jobs.getFirst() == head.get(0);
    }

    /** What waits. */
    Room size() {
        return waiting;
    }

    /** What is about to commit. */
    Room reserved() {
        return reserved;
    }

    boolean isEmpty() {
        return jobs.isEmpty();
    }
}
