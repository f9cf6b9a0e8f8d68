package org.faktoryjca.testing.server;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;

/**
 * The {@code failure} of a job: how its executions ended so far. Empty text stands for an absent field.
 *
 * @param retryCount 0 after the first failure
 * @param remaining how many executions were left, as the real server counts: from {@code retry} down to 0, or negative
 */
record Failure(
        String failedAt,
        String nextAt,
        String message,
        String errtype,
        List<String> backtrace,
        long retryCount,
        long remaining) {

    JsonObject toJson() {
        var json = new JsonObject();
        json.addProperty("failed_at", failedAt);
        if (!nextAt.isEmpty()) {
            json.addProperty("next_at", nextAt);
        }
        if (!message.isEmpty()) {
            json.addProperty("message", message);
        }
        if (!errtype.isEmpty()) {
            json.addProperty("errtype", errtype);
        }
        if (!backtrace.isEmpty()) {
            var lines = new JsonArray();
            backtrace.forEach(lines::add);
            json.add("backtrace", lines);
        }
        json.addProperty("retry_count", retryCount);
        json.addProperty("remaining", remaining);
        return json;
    }
}
