package org.faktoryjca.ra.outbound;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.faktoryjca.client.json.EncodedJob;

/** What has committed and is not known to have arrived, in the order of the commits. Not thread-safe: its sender guards it. */
final class Backlog {
    private final Deque<EncodedJob> jobs = new ArrayDeque<>();
    private long bytes;
    private long added;
    private long removed;

    /** Appends jobs; answers a ticket that {@link #isThrough} understands. */
    long add(List<EncodedJob> more) {
        jobs.addAll(more);
        bytes += bytes(more);
        added += more.size();
        return added;
    }

    private static long bytes(List<EncodedJob> jobs) {
        return jobs.stream().mapToLong(EncodedJob::size).sum();
    }

    /** Whether everything up to this ticket is gone from here. */
    boolean isThrough(long ticket) {
        return removed >= ticket;
    }

    /** The first so many jobs, which stay. */
    List<EncodedJob> head(int atMost) {
        var head = new ArrayList<EncodedJob>(Math.min(atMost, jobs.size()));
        for (var job : jobs) {
            if (head.size() == atMost) {
                break;
            }
            head.add(job);
        }
        return head;
    }

    /** Takes the first so many jobs away. */
    List<EncodedJob> remove(int count) {
        var gone = new ArrayList<EncodedJob>(count);
        for (int i = 0; i < count; i++) {
            var job = jobs.removeFirst();
            bytes -= job.size();
            gone.add(job);
        }
        removed += count;
        return gone;
    }

    /** Whether the first job is the first of these: they may have been taken away meanwhile. */
    boolean beginsWith(List<EncodedJob> head) {
        return !jobs.isEmpty() && jobs.getFirst() == head.get(0);
    }

    int size() {
        return jobs.size();
    }

    long bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return jobs.isEmpty();
    }

    /** Whether these may wait, too. Where nothing waits there is room for whatever one transaction brings. */
    boolean hasRoomFor(List<EncodedJob> more, SendSettings bounds) {
        return jobs.isEmpty()
                || jobs.size() + (long) more.size() <= bounds.backlogJobs()
                        && bytes + bytes(more) <= bounds.backlogBytes();
    }
}
