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
        bytes += more.stream().mapToLong(EncodedJob::size).sum();
        added += more.size();
        return added;
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

    int size() {
        return jobs.size();
    }

    boolean isEmpty() {
        return jobs.isEmpty();
    }

    boolean isBeyond(int mostJobs, long mostBytes) {
        return jobs.size() >= mostJobs || bytes >= mostBytes;
    }
}
