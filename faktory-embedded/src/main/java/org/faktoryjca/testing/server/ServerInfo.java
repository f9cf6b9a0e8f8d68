package org.faktoryjca.testing.server;

import com.google.gson.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** What INFO answers. */
final class ServerInfo {

    /** The server whose behaviour is followed. */
    private static final String VERSION = "1.10.0";

    private static final double NANOS = Duration.ofSeconds(1).toNanos();

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Store store;
    private final Workers workers;
    private final Clock clock;
    private final Instant started;
    private final AtomicLong commands = new AtomicLong();

    ServerInfo(Store store, Workers workers, Clock clock) {
        this.store = store;
        this.workers = workers;
        this.clock = clock;
        this.started = clock.instant();
    }

    void countCommand() {
        commands.incrementAndGet();
    }

    String json(int connections) {
        var now = clock.instant();
        var json = new JsonObject();
        json.addProperty("now", now.toString());
        json.addProperty("server_utc_time", TIME.format(now));
        json.add("faktory", faktory());
        json.add("server", server(now, connections));
        return JsonText.of(json);
    }

    private JsonObject faktory() {
        var queues = new JsonObject();
        var sizes = store.read(places -> places.queues().sizes());
        sizes.forEach(queues::addProperty);
        var sets = new JsonObject();
        sets.addProperty("dead", size(JobSet.DEAD));
        sets.addProperty("retries", size(JobSet.RETRIES));
        sets.addProperty("scheduled", size(JobSet.SCHEDULED));
        sets.addProperty("working", working());
        var tasks = new JsonObject();
        tasks.add(
                "Busy",
                reaper(
                        store.done(Chores::expired),
                        store.read(places -> places.reservations().known())));
        tasks.add("Dead", scanner(JobSet.DEAD));
        tasks.add("Retries", scanner(JobSet.RETRIES));
        tasks.add("Scheduled", scanner(JobSet.SCHEDULED));
        tasks.add("Workers", reaper(workers.silenced(), workers.all().size()));
        var faktory = new JsonObject();
        faktory.add("queues", queues);
        faktory.add("sets", sets);
        faktory.add("tasks", tasks);
        faktory.addProperty("total_failures", store.failures());
        faktory.addProperty("total_processed", store.processed());
        faktory.addProperty(
                "total_enqueued",
                sizes.values().stream().mapToInt(Integer::intValue).sum());
        faktory.addProperty("total_queues", sizes.size());
        return faktory;
    }

    private int size(JobSet set) {
        return store.read(places -> places.set(set).size());
    }

    private int working() {
        return store.read(places -> places.reservations().size());
    }

    private static JsonObject reaper(long reaped, int size) {
        var task = new JsonObject();
        task.addProperty("reaped", reaped);
        task.addProperty("size", size);
        return task;
    }

    private JsonObject scanner(JobSet set) {
        var rounds = store.done(chores -> chores.rounds(set));
        var task = new JsonObject();
        task.addProperty("cycles", rounds.rounds());
        task.addProperty("enqueued", rounds.moved());
        task.addProperty("size", size(set));
        task.addProperty("wall_time_sec", rounds.spent().toNanos() / NANOS);
        return task;
    }

    private JsonObject server(Instant now, int connections) {
        var memory = Runtime.getRuntime();
        var server = new JsonObject();
        server.addProperty("description", EmbeddedFaktory.INFO_DESCRIPTION);
        server.addProperty("faktory_version", VERSION);
        server.addProperty("uptime", Duration.between(started, now).toSeconds());
        server.addProperty("connections", connections);
        server.addProperty("command_count", commands.get());
        server.addProperty("used_memory_mb", (memory.totalMemory() - memory.freeMemory()) >> 20);
        return server;
    }
}
