package org.faktoryjca.testing.server;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;

/**
 * The FETCHes that wait for a job. Whoever has waited longest gets the next one of its queues; what is paused while it
 * waits is given to it all the same, and what is resumed is not: so does the real server. Guarded by the store's lock.
 */
final class Waiting {

    /** One FETCH. */
    static final class Fetch {

        private final String wid;
        private final List<String> queues;
        private final Condition served;
        private Optional<Job> job = Optional.empty();

        Fetch(String wid, List<String> queues, Condition served) {
            this.wid = wid;
            this.queues = queues;
            this.served = served;
        }

        String wid() {
            return wid;
        }

        List<String> queues() {
            return queues;
        }

        Optional<Job> job() {
            return job;
        }

        /** Waits for a job, or until all ends. Returns how long it may wait on. */
        long await(long nanos) throws InterruptedException {
            return served.awaitNanos(nanos);
        }

        void serve(Job itsJob) {
            job = Optional.of(itsJob);
            served.signal();
        }
    }

    private final Set<Fetch> fetches = new LinkedHashSet<>();

    void add(Fetch fetch) {
        fetches.add(fetch);
    }

    void remove(Fetch fetch) {
        fetches.remove(fetch);
    }

    /** The first one that waits for this queue and has got nothing yet. */
    Optional<Fetch> firstFor(String queue) {
        return fetches.stream()
                .filter(fetch -> fetch.job().isEmpty() && fetch.queues().contains(queue))
                .findFirst();
    }

    void wakeAll() {
        fetches.forEach(fetch -> fetch.served.signal());
    }
}
