package org.faktoryjca.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.faktoryjca.FaktoryAdmin;
import org.faktoryjca.JobFilter;
import org.faktoryjca.JobSet;
import org.faktoryjca.client.wire.AdminCommand.ChangeQueues;
import org.faktoryjca.client.wire.AdminCommand.Latency;
import org.faktoryjca.client.wire.MutateConditions;
import org.faktoryjca.testing.RecordedJobs.Place;
import org.faktoryjca.testing.server.MutateFilter;

/** What an operator does, on recorded jobs. Nothing is ever in {@link #retries()}: what fails in a drain is not run again. */
final class RecordedAdmin implements FaktoryAdmin {
    private final RecordedJobs jobs;

    RecordedAdmin(RecordedJobs jobs) {
        this.jobs = jobs;
    }

    @Override
    public Map<String, Long> queues() {
        return jobs.sizes();
    }

    @Override
    public void pause(Collection<String> queues) {
        jobs.pause(checked("PAUSE", queues));
    }

    @Override
    public void resume(Collection<String> queues) {
        jobs.resume(checked("RESUME", queues));
    }

    @Override
    public void remove(Collection<String> queues) {
        jobs.remove(checked("REMOVE", queues));
    }

    private static List<String> checked(String action, Collection<String> queues) {
        return ChangeQueues.some(action, List.copyOf(queues)).names();
    }

    @Override
    public void pauseAll() {
        jobs.pause(queues().keySet());
    }

    @Override
    public void resumeAll() {
        jobs.resume(queues().keySet());
    }

    @Override
    public Map<String, Duration> latency(Collection<String> queues) {
        var now = Instant.now();
        var latency = new LinkedHashMap<String, Duration>();
        for (var queue : new Latency(List.copyOf(queues)).names()) {
            latency.put(
                    queue,
                    jobs.in(Place.QUEUED).stream()
                            .filter(job -> job.queue().orElseThrow().equals(queue))
                            .findFirst()
                            .map(job -> Duration.between(job.enqueuedAt().orElseThrow(), now))
                            .orElse(Duration.ZERO));
        }
        return latency;
    }

    @Override
    public JobSet scheduled() {
        return new Recorded(Optional.of(Place.SCHEDULED));
    }

    @Override
    public JobSet retries() {
        return new Recorded(Optional.empty());
    }

    @Override
    public JobSet dead() {
        return new Recorded(Optional.of(Place.DEAD));
    }

    @Override
    public void eraseEverything() {
        jobs.erase();
    }

    /** Of a place, or of none that ever holds a job. */
    private final class Recorded implements JobSet {
        private final Optional<Place> place;

        Recorded(Optional<Place> place) {
            this.place = place;
        }

        @Override
        public void requeue(JobFilter filter) {
            move(Optional.of(Place.QUEUED), filter);
        }

        @Override
        public void kill(JobFilter filter) {
            move(Optional.of(Place.DEAD), filter);
        }

        @Override
        public void discard(JobFilter filter) {
            move(Optional.empty(), filter);
        }

        @Override
        public void clear() {
            discard(JobFilter.everyJob());
        }

        private void move(Optional<Place> to, JobFilter filter) {
            var wanted = fitting(filter);
            place.ifPresent(from -> jobs.move(from, to, wanted));
        }
    }

    /** As a server finds them: by jids, or by what is in their JSON. */
    private static Predicate<Transit> fitting(JobFilter filter) {
        if (!filter.jids().isEmpty()) {
            return job -> filter.jids().contains(job.job().jid());
        }
        var conditions = MutateConditions.of(filter);
        var wanted = new MutateFilter(conditions.jobtype(), conditions.regexp()).predicate();
        return job -> wanted.test(job.json());
    }
}
