package org.faktoryjca.testing.server;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** Writes the JSON form of a {@link ServerState}; what is absent or empty is left out. */
final class StateWriter {

    private StateWriter() {}

    static String write(ServerState state) {
        var json = new JsonObject();
        if (!state.queued().isEmpty()) {
            var queues = new JsonObject();
            state.queued().forEach((name, jobs) -> queues.add(name, array(jobs, StateWriter::job)));
            json.add("queued", queues);
        }
        add(json, "scheduled", state.scheduled(), StateWriter::job);
        add(json, "retrying", state.retrying(), job -> timed(job, "due"));
        add(json, "dead", state.dead(), job -> timed(job, "until"));
        add(json, "reserved", state.reserved(), StateWriter::reserved);
        if (!state.paused().isEmpty()) {
            var names = new JsonArray();
            state.paused().forEach(names::add);
            json.add("paused", names);
        }
        return PlainJson.pretty(json);
    }

    private static <T> void add(JsonObject json, String place, Collection<T> jobs, Function<T, JsonObject> write) {
        if (!jobs.isEmpty()) {
            json.add(place, array(jobs, write));
        }
    }

    private static <T> JsonArray array(Collection<T> jobs, Function<T, JsonObject> write) {
        var array = new JsonArray();
        jobs.forEach(job -> array.add(write.apply(job)));
        return array;
    }

    private static JsonObject timed(TimedJob timed, String name) {
        var json = job(timed.job());
        time(json, name, timed.until());
        return json;
    }

    private static JsonObject reserved(ReservedJob reserved) {
        var json = job(reserved.job());
        reserved.wid().ifPresent(wid -> json.addProperty("wid", wid));
        time(json, "since", reserved.since());
        time(json, "until", reserved.until());
        return json;
    }

    private static JsonObject job(StoredJob job) {
        var json = new JsonObject();
        text(json, "jid", job.jid());
        json.addProperty("jobtype", job.jobtype());
        json.add("args", PlainJson.parsed(job.args()));
        text(json, "queue", job.queue());
        number(json, "retry", job.retry());
        number(json, "reserve_for", job.reserveFor());
        number(json, "backtrace", job.backtrace());
        job.custom().ifPresent(custom -> json.add("custom", PlainJson.parsed(custom)));
        time(json, "at", job.at());
        time(json, "created_at", job.createdAt());
        time(json, "enqueued_at", job.enqueuedAt());
        job.failure().ifPresent(failure -> json.add("failure", failure(failure)));
        return json;
    }

    private static JsonObject failure(StoredFailure failure) {
        var json = new JsonObject();
        text(json, "errtype", failure.errtype());
        text(json, "message", failure.message());
        if (!failure.backtrace().isEmpty()) {
            var lines = new JsonArray();
            failure.backtrace().forEach(lines::add);
            json.add("backtrace", lines);
        }
        time(json, "failed_at", failure.failedAt());
        time(json, "next_at", failure.nextAt());
        number(json, "retry_count", failure.retryCount());
        number(json, "remaining", failure.remaining());
        return json;
    }

    private static void text(JsonObject json, String key, Optional<String> text) {
        text.ifPresent(value -> json.addProperty(key, value));
    }

    private static void time(JsonObject json, String key, Optional<When> time) {
        time.ifPresent(value -> json.addProperty(key, value.toString()));
    }

    private static void number(JsonObject json, String key, OptionalInt number) {
        number.ifPresent(value -> json.addProperty(key, value));
    }
}
