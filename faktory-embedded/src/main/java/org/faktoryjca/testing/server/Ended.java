package org.faktoryjca.testing.server;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What happened to the jobs that are gone. The last ones are remembered: a server that runs for weeks must not fill its
 * memory with the past. Guarded by the store's lock.
 */
final class Ended {

    private static final int MOST = 100_000;

    private record One(String jid, Past past) {}

    private final Deque<One> jobs = new ArrayDeque<>();

    void add(Job job) {
        if (jobs.size() == MOST) {
            jobs.removeFirst();
        }
        jobs.addLast(new One(job.jid(), job.past()));
    }

    List<Past> of(String jid) {
        return jobs.stream().filter(one -> one.jid().equals(jid)).map(One::past).toList();
    }
}
