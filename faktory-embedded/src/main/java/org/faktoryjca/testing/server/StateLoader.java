package org.faktoryjca.testing.server;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Puts a {@link ServerState} into the places of a server, and takes one from them. */
final class StateLoader {

    private StateLoader() {}

    /** Replaces everything. The state must be resolved. */
    static void load(ServerState state, Places places) {
        places.clear();
        places.queues().remove(places.queues().names());
        state.queued()
                .forEach((name, jobs) -> places.queues()
                        .create(name, jobs.stream().map(StoredJobs::job).toList()));
        places.queues().pause(state.paused());
        state.scheduled().forEach(job -> places.set(JobSet.SCHEDULED).add(fixed(job.at()), StoredJobs.job(job)));
        load(state.retrying(), places.set(JobSet.RETRIES));
        load(state.dead(), places.set(JobSet.DEAD));
        state.reserved()
                .forEach(reserved -> places.reservations()
                        .add(new Reservations.Reservation(
                                StoredJobs.job(reserved.job()),
                                reserved.wid(),
                                fixed(reserved.since()),
                                fixed(reserved.until()))));
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
                .all()
                .forEach(reservation -> state.reserved(new ReservedJob(
                        StoredJobs.stored(reservation.job()),
                        reservation.wid(),
                        Optional.of(When.at(reservation.since())),
                        Optional.of(When.at(reservation.end())))));
        places.queues().paused().forEach(state::pause);
        return state.build();
    }

    private static void load(List<TimedJob> jobs, TimedSet set) {
        jobs.forEach(timed -> set.add(fixed(timed.until()), StoredJobs.job(timed.job())));
    }

    private static TimedJob timed(TimedSet.Entry entry) {
        return new TimedJob(StoredJobs.stored(entry.job()), Optional.of(When.at(entry.time())));
    }

    private static Instant fixed(Optional<When> time) {
        return time.orElseThrow().from(Instant.EPOCH);
    }
}
