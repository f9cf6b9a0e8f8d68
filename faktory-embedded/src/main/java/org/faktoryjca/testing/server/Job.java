package org.faktoryjca.testing.server;

import com.google.gson.JsonPrimitive;
import java.time.Instant;
import java.util.Optional;

/**
 * A job as the server keeps it. Empty text and 0 stand for an absent field, as in the real server; {@code retry} is
 * always there. Arguments and {@code custom} are JSON texts: as trees they would take several times the memory.
 *
 * @param past what happened to it, which is no part of its JSON
 */
record Job(
        String jid,
        String queue,
        String jobtype,
        String args,
        long retry,
        long reserveFor,
        long backtrace,
        String at,
        String createdAt,
        String enqueuedAt,
        String custom,
        Optional<Failure> failure,
        Past past) {

    Job enqueuedAt(Instant time) {
        return with(time.toString(), failure, past);
    }

    Job failed(Failure why) {
        return with(enqueuedAt, Optional.of(why), past);
    }

    Job after(JobEvent.Kind kind, Instant time, String detail) {
        return with(enqueuedAt, failure, past.then(kind, time, detail));
    }

    /** With a past that begins anew. */
    Job since(JobEvent.Kind kind, Instant time, String detail) {
        return with(enqueuedAt, failure, Past.of(kind, time, detail));
    }

    private Job with(String newEnqueuedAt, Optional<Failure> newFailure, Past newPast) {
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
                newEnqueuedAt,
                custom,
                newFailure,
                newPast);
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

    private static void numberIfPresent(StringBuilder json, String key, long value) {
        if (value != 0) {
            json.append(",\"").append(key).append("\":").append(value);
        }
    }
}
