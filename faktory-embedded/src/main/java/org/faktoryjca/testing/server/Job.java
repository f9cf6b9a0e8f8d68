package org.faktoryjca.testing.server;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Optional;

/**
 * A job as the server keeps it. Empty text, 0 and an empty {@code custom} stand for an absent field, as in the real
 * server; {@code retry} is always there.
 */
record Job(
        String jid,
        String queue,
        String jobtype,
        JsonArray args,
        int retry,
        int reserveFor,
        int backtrace,
        String at,
        String createdAt,
        String enqueuedAt,
        JsonObject custom,
        Optional<Failure> failure) {

    Job enqueuedAt(String time) {
        return new Job(jid, queue, jobtype, args, retry, reserveFor, backtrace, at, createdAt, time, custom, failure);
    }

    Job failed(Failure why) {
        return new Job(
                jid,
                queue,
                jobtype,
                args,
                retry,
                reserveFor,
                backtrace,
                at,
                createdAt,
                enqueuedAt,
                custom,
                Optional.of(why));
    }

    /** The JSON that FETCH answers; the keys in the real server's order, so that a log reads alike. */
    String json() {
        var json = new JsonObject();
        json.addProperty("retry", retry);
        failure.ifPresent(f -> json.add("failure", f.toJson()));
        if (custom.size() > 0) {
            json.add("custom", custom);
        }
        json.addProperty("jid", jid);
        json.addProperty("queue", queue);
        json.addProperty("jobtype", jobtype);
        json.addProperty("created_at", createdAt);
        addIfPresent(json, "enqueued_at", enqueuedAt);
        addIfPresent(json, "at", at);
        json.add("args", args);
        addIfPresent(json, "reserve_for", reserveFor);
        addIfPresent(json, "backtrace", backtrace);
        return JsonText.of(json);
    }

    private static void addIfPresent(JsonObject json, String key, String value) {
        if (!value.isEmpty()) {
            json.addProperty(key, value);
        }
    }

    private static void addIfPresent(JsonObject json, String key, int value) {
        if (value != 0) {
            json.addProperty(key, value);
        }
    }
}
