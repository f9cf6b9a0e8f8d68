package org.faktoryjca.client.wire;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import org.faktoryjca.ServerInfo;

/** The reply to INFO as a record. What a server leaves out counts as 0. */
final class InfoReader {
    private InfoReader() {}

    static ServerInfo read(Map<String, Object> info) throws BrokenReplyException {
        var faktory = object(info, "faktory");
        var server = object(info, "server");
        if (faktory.isEmpty() || server.isEmpty()) {
            throw new BrokenReplyException("INFO was answered without 'faktory' or 'server'");
        }
        // Sizes of the sets stand twice in it; under "tasks" they are those of the last look, some seconds old.
        var sets = object(faktory, "sets");
        var queues = new LinkedHashMap<String, Long>();
        object(faktory, "queues").forEach((queue, size) -> queues.put(queue, number(size)));
        return new ServerInfo(
                server.get("description") instanceof String description ? description : "",
                String.valueOf(server.get("faktory_version")),
                now(String.valueOf(info.get("now"))),
                Duration.ofSeconds(number(server.get("uptime"))),
                number(server.get("connections")),
                number(server.get("command_count")),
                number(server.get("used_memory_mb")),
                number(faktory.get("total_processed")),
                number(faktory.get("total_failures")),
                number(faktory.get("total_enqueued")),
                queues,
                number(sets.get("scheduled")),
                number(sets.get("retries")),
                number(sets.get("dead")),
                number(sets.get("working")));
    }

    @SuppressWarnings("unchecked") // a JSON object's keys are texts
    private static Map<String, Object> object(Map<String, Object> of, String key) {
        return of.get(key) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    private static long number(Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }

    private static Instant now(String text) throws BrokenReplyException {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new BrokenReplyException("INFO was answered with the time '" + text + "'", e);
        }
    }
}
