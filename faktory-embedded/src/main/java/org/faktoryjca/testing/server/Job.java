package org.faktoryjca.testing.server;

import com.google.gson.JsonPrimitive;
import java.util.Optional;

/**
 * A job as the server keeps it. Empty text and 0 stand for an absent field, as in the real server; {@code retry} is
 * always there. Arguments and {@code custom} are JSON texts: as trees they would take several times the memory.
 */
record Job(
        String jid,
        String queue,
        String jobtype,
        String args,
        int retry,
        int reserveFor,
        int backtrace,
        String at,
        String createdAt,
        String enqueuedAt,
        String custom,
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
        var json = new StringBuilder("{\"retry\":").append(retry);
        failure.ifPresent(f -> json.append(",\"failure\":").append(JsonText.of(f.toJson())));
        if (!custom.isEmpty()) {
            json.append(",\"custom\":").append(custom);
        }
        text(json, "jid", jid);
        text(json, "queue", queue);
        text(json, "jobtype", jobtype);
        text(json, "created_at", createdAt);
        textIfPresent(json, "enqueued_at", enqueuedAt);
        textIfPresent(json, "at", at);
        json.append(",\"args\":").append(args);
        numberIfPresent(json, "reserve_for", reserveFor);
        numberIfPresent(json, "backtrace", backtrace);
        return json.append('}').toString();
    }

    private static void text(StringBuilder json, String key, String value) {
        json.append(",\"").append(key).append("\":").append(JsonText.of(new JsonPrimitive(value)));
    }

    private static void textIfPresent(StringBuilder json, String key, String value) {
        if (!value.isEmpty()) {
            text(json, key, value);
        }
    }

    private static void numberIfPresent(StringBuilder json, String key, int value) {
        if (value != 0) {
            json.append(",\"").append(key).append("\":").append(value);
        }
    }
}
