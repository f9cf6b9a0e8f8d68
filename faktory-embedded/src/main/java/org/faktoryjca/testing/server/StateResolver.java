package org.faktoryjca.testing.server;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Fills in what a {@link ServerState} leaves to the moment of loading. */
final class StateResolver {

    private static final Duration DEAD_FOR = Duration.ofDays(180);

    private final Instant now;

    StateResolver(Instant now) {
        this.now = now;
    }

    ServerState resolve(ServerState state) {
        var builder = ServerState.builder();
        state.queued()
                .forEach((name, jobs) -> builder.queue(
                        name, jobs.stream().map(job -> queued(job, name)).toList()));
        state.scheduled().stream()
                .map(job -> job.resolved(now, false, failure(job)))
                .sorted(Comparator.comparing(job -> fixed(job.at())))
                .forEach(builder::scheduled);
        byTime(state.retrying().stream().map(this::retrying).toList()).forEach(builder::retrying);
        byTime(state.dead().stream().map(this::dead).toList()).forEach(builder::dead);
        state.reserved().stream()
                .map(this::reserved)
                .sorted(Comparator.comparing(job -> fixed(job.until())))
                .forEach(builder::reserved);
        state.paused().forEach(name -> builder.queue(name, List.of()).pause(name));
        return builder.build();
    }

    private StoredJob queued(StoredJob job, String queue) {
        return job.queue(queue).resolved(now, true, failure(job));
    }

    private TimedJob retrying(TimedJob timed) {
        var job = timed.job();
        var retries = job.failure().map(StoredFailure::retryCount).orElse(OptionalInt.empty());
        var due = timed.until()
                .or(() -> job.failure().flatMap(StoredFailure::nextAt))
                .orElseGet(() -> When.in(FailReport.longestPause(retries.orElse(0))))
                .from(now);
        var failure = job.failure().orElse(StoredFailure.UNKNOWN).resolved(now, job.retries(), 0, Optional.of(due));
        return timed(job, failure, due);
    }

    private TimedJob dead(TimedJob timed) {
        var job = timed.job();
        var until = timed.until().map(time -> time.from(now)).orElse(now.plus(DEAD_FOR));
        var failure = job.failure()
                .orElse(StoredFailure.UNKNOWN)
                .resolved(now, job.retries(), Math.max(0, job.retries()), Optional.empty());
        return timed(job, failure, until);
    }

    private TimedJob timed(StoredJob job, StoredFailure failure, Instant time) {
        return new TimedJob(job.resolved(now, true, Optional.of(failure)), Optional.of(When.at(time)));
    }

    private ReservedJob reserved(ReservedJob reserved) {
        var since = reserved.since().orElse(When.NOW).from(now);
        var until = reserved.until()
                .map(time -> time.from(now))
                .orElseGet(() -> since.plus(
                        Reservations.length(reserved.job().reserveFor().orElse(0))));
        return new ReservedJob(
                reserved.job().resolved(now, true, failure(reserved.job())),
                reserved.wid().or(() -> Optional.of("gone")),
                Optional.of(When.at(since)),
                Optional.of(When.at(until)));
    }

    private Optional<StoredFailure> failure(StoredJob job) {
        return job.failure().map(failure -> failure.resolved(now, job.retries(), 0, Optional.empty()));
    }

    private static List<TimedJob> byTime(List<TimedJob> jobs) {
        return jobs.stream()
                .sorted(Comparator.comparing(job -> fixed(job.until())))
                .toList();
    }

    private static Instant fixed(Optional<When> time) {
        return time.orElseThrow().from(Instant.EPOCH);
    }
}
