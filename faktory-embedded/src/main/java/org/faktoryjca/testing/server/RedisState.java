package org.faktoryjca.testing.server;

import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A {@link ServerState} as the real server keeps it in its Redis, learnt from what running servers of 1.9.4 and 1.10.0 have
 * written there:
 *
 * <ul>
 *   <li>{@code queues} and {@code paused}: sets of names;
 *   <li>{@code q:NAME}, up to 1.9 {@code NAME}: a list of jobs, the next one to be fetched last;
 *   <li>{@code scheduled}, {@code retries}, {@code dead}: sorted sets of jobs, by the second in which they are due;
 *   <li>{@code working}: a sorted set of reservations, by the second in which they end.
 * </ul>
 */
final class RedisState {

    private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000L);

    /** So many jobs in one command. */
    private static final int CHUNK = 1000;

    private final RedisSocket redis;
    private final String prefix;

    /** With what the name of a queue has before it. */
    RedisState(RedisSocket redis, String prefix) {
        this.redis = redis;
        this.prefix = prefix;
    }

    /** Replaces everything. The state must be resolved, and the server must not run: it keeps names and reservations in memory too. */
    void load(ServerState state) {
        redis.command("FLUSHALL");
        add("SADD", "queues", List.copyOf(state.queued().keySet()));
        add("SADD", "paused", List.copyOf(state.paused()));
        state.queued()
                .forEach((name, jobs) -> add(
                        "LPUSH",
                        prefix + name,
                        jobs.stream().map(StoredJob::wire).toList()));
        timed("scheduled", state.scheduled(), StoredJob::at, (job, at) -> job.wire());
        timed(
                "retries",
                state.retrying(),
                TimedJob::until,
                (job, due) -> job.job().wire());
        timed("dead", state.dead(), TimedJob::until, (job, end) -> job.job().wire());
        timed("working", state.reserved(), ReservedJob::until, RedisState::reservation);
    }

    private void add(String command, String key, List<String> values) {
        for (var from = 0; from < values.size(); from += CHUNK) {
            var words = new ArrayList<>(List.of(command, key));
            words.addAll(values.subList(from, Math.min(values.size(), from + CHUNK)));
            redis.command(words);
        }
    }

    private <T> void timed(
            String key, List<T> jobs, Function<T, Optional<When>> time, BiFunction<T, Instant, String> json) {
        var times = new Succession();
        for (var job : jobs) {
            var next = times.next(fixed(time.apply(job)));
            redis.command("ZADD", key, score(next), json.apply(job, next));
        }
    }

    /**
     * The end is the one of its place in the set: the server looks for a reservation by this time, and where it finds none it
     * answers OK to ACK and FAIL and forgets the job.
     */
    private static String reservation(ReservedJob reserved, Instant end) {
        var json = new JsonObject();
        json.add("job", PlainJson.parsed(reserved.job().wire()));
        json.addProperty("reserved_at", fixed(reserved.since()).toString());
        json.addProperty("expires_at", end.toString());
        json.addProperty("wid", reserved.wid().orElseThrow());
        return JsonText.of(json);
    }

    private static Instant fixed(Optional<When> time) {
        return time.orElseThrow().from(Instant.EPOCH);
    }

    private static String score(Instant time) {
        return BigDecimal.valueOf(time.getEpochSecond())
                .add(BigDecimal.valueOf(time.getNano()).divide(NANOS))
                .toPlainString();
    }

    /** What is there, all at one moment. */
    ServerState read() {
        var names = redis.texts("SMEMBERS", "queues").stream().sorted().toList();
        redis.command("MULTI");
        names.forEach(name -> redis.command("LRANGE", prefix + name, "0", "-1"));
        redis.command("SMEMBERS", "paused");
        for (var set : List.of("scheduled", "retries", "dead", "working")) {
            redis.command("ZRANGE", set, "0", "-1", "WITHSCORES");
        }
        var replies = ((List<?>) redis.command("EXEC")).iterator();
        var state = ServerState.builder();
        for (var name : names) {
            var jobs = new ArrayList<StoredJob>();
            RedisSocket.texts(replies.next()).forEach(json -> jobs.add(0, job(json)));
            state.queue(name, jobs);
        }
        RedisSocket.texts(replies.next()).stream().sorted().forEach(state::pause);
        each(replies.next(), entry -> state.scheduled(scheduled(entry)));
        each(replies.next(), entry -> state.retrying(entry.timed()));
        each(replies.next(), entry -> state.dead(entry.timed()));
        each(replies.next(), entry -> state.reserved(reserved(entry)));
        return state.build();
    }

    private record Entry(String json, Instant time) {
        TimedJob timed() {
            return new TimedJob(job(json), Optional.of(When.at(time)));
        }
    }

    private static void each(Object reply, Consumer<Entry> use) {
        var texts = RedisSocket.texts(reply).iterator();
        while (texts.hasNext()) {
            use.accept(new Entry(texts.next(), time(texts.next())));
        }
    }

    /** The score is a float, good for a few tenths of a microsecond. */
    private static Instant time(String score) {
        var micros = new BigDecimal(score).movePointRight(6).setScale(0, RoundingMode.HALF_UP);
        return Instant.EPOCH.plusNanos(micros.longValueExact() * 1000);
    }

    private static StoredJob scheduled(Entry entry) {
        var job = job(entry.json());
        return job.at().isPresent() ? job : job.at(When.at(entry.time()));
    }

    private static ReservedJob reserved(Entry entry) {
        try {
            var fields = new Fields(JsonInput.object(entry.json(), "manager.Reservation"), "Reservation");
            var job = fields.get("job").orElseGet(JsonObject::new);
            return new ReservedJob(
                    job(JsonText.of(job)),
                    Optional.of(fields.text("wid")),
                    Optional.of(When.parse(fields.text("reserved_at"))),
                    Optional.of(When.parse(fields.text("expires_at"))));
        } catch (CommandException e) {
            throw unreadable(entry.json(), e);
        }
    }

    private static StoredJob job(String json) {
        try {
            return StoredJobs.stored(JobJson.one(json, Instant.EPOCH));
        } catch (CommandException e) {
            throw unreadable(json, e);
        }
    }

    private static IllegalStateException unreadable(String json, CommandException cause) {
        return new IllegalStateException("Faktory's Redis holds what cannot be read: " + json, cause);
    }
}
