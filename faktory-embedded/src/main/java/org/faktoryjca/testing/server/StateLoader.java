package org.faktoryjca.testing.server;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Puts a {@link ServerState} into the places of a server, and takes one from them. */
final class StateLoader {

    private StateLoader() {}

    /** Puts in a resolved state. */
    static void load(ServerState state, Places places, Instant now) {
        state.queued().forEach((name, jobs) -> {
            var queue = places.queues().queue(name);
            jobs.forEach(job -> queue.addLast(job(job, now, name)));
        });
        places.queues().pause(state.paused());
        var times = new Succession();
        state.scheduled()
                .forEach(job -> places.set(JobSet.SCHEDULED)
                        .add(times.next(fixed(job.at())), job(job, now, JobSet.SCHEDULED.text())));
        load(state.retrying(), places, JobSet.RETRIES, now);
        load(state.dead(), places, JobSet.DEAD, now);
        state.reserved()
                .forEach(reserved -> places.reservations()
                        .add(
                                job(
                                        reserved.job(),
                                        now,
                                        "reserved by " + reserved.wid().orElseThrow()),
                                reserved.wid().orElseThrow(),
                                fixed(reserved.since()),
                                fixed(reserved.until())));
    }

    static ServerState state(Places places) {
        var state = ServerState.builder();
        places.queues()
                .sizes()
                .keySet()
                .forEach(name -> state.queue(
                        name,
                        places.queues().jobs(name).stream()
                                .map(StoredJobs::stored)
                                .toList()));
        places.set(JobSet.SCHEDULED)
                .entries()
                .forEach(entry -> state.scheduled(StoredJobs.stored(entry.job()).at(When.at(entry.time()))));
        places.set(JobSet.RETRIES).entries().forEach(entry -> state.retrying(timed(entry)));
        places.set(JobSet.DEAD).entries().forEach(entry -> state.dead(timed(entry)));
        places.reservations()
                .byEnd()
                .forEach(reservation -> state.reserved(new ReservedJob(
                        StoredJobs.stored(reservation.job()),
                        Optional.of(reservation.wid()),
                        Optional.of(When.at(reservation.since())),
                        Optional.of(When.at(reservation.end())))));
        places.queues().paused().forEach(state::pause);
        return state.build();
    }

    private static void load(List<TimedJob> jobs, Places places, JobSet set, Instant now) {
        var times = new Succession();
        jobs.forEach(timed -> places.set(set).add(times.next(fixed(timed.until())), job(timed.job(), now, set.text())));
    }

    private static Job job(StoredJob job, Instant now, String place) {
        return StoredJobs.job(job, Past.of(JobEvent.Kind.LOADED, now, place));
    }

    private static TimedJob timed(TimedSet.Entry entry) {
        return new TimedJob(StoredJobs.stored(entry.job()), Optional.of(When.at(entry.time())));
    }

    private static Instant fixed(Optional<When> time) {
        return time.orElseThrow().from(Instant.EPOCH);
    }
}
