package org.faktoryjca.client.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.InvalidJobException;
import org.faktoryjca.Job;

/**
 * Makes of a job what goes to the server, after every check that can be made here: the server refuses some mistakes, and
 * silently changes or loses others. Thread-safe.
 */
public final class JobWriter {
    private static final JsonMapper MAPPER = Mappers.fresh();

    /** RFC 3339 has four digits for the year. */
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private final JobDefaults defaults;

    /** With these values for jobs that do not say. */
    public JobWriter(JobDefaults defaults) {
        this.defaults = defaults;
    }

    /**
     * Encodes a job. {@code retry} is always in it: a server that has to fill it in uses one value for all connections.
     *
     * @throws InvalidJobException if a value has no JSON form, or one that the server would change
     */
    public EncodedJob write(Job job) {
        var queue = job.queue().orElse(defaults.queue());
        var json = MAPPER.createObjectNode()
                .put("jid", job.jid())
                .put("jobtype", job.type())
                .put("queue", queue)
                .put("retry", job.retry().orElse(defaults.retry()));
        var reserveFor = job.reserveFor().orElse(defaults.reserveFor());
        if (!reserveFor.equals(JobDefaults.STANDARD.reserveFor())) {
            json.put("reserve_for", reserveFor.toSeconds());
        }
        job.at().ifPresent(at -> json.put("at", time("at", at)));
        job.createdAt().ifPresent(at -> json.put("created_at", time("createdAt", at)));
        var args = json.putArray("args");
        var given = job.args();
        for (int i = 0; i < given.size(); i++) {
            args.add(tree(given.get(i), "args[" + i + "]"));
        }
        if (!job.custom().isEmpty()) {
            var custom = json.putObject("custom");
            job.custom().forEach((key, value) -> custom.set(key, tree(value, "custom." + key)));
        }
        return new EncodedJob(job.jid(), job.type(), queue, bytes(json));
    }

    private static String time(String field, Instant time) {
        if (time.isAfter(LATEST) || time.isBefore(Instant.EPOCH)) {
            throw new InvalidJobException(field + " must be from 1970 to 9999, and is " + time);
        }
        return time.toString();
    }

    private static JsonNode tree(Object value, String path) {
        JsonNode tree;
        try {
            tree = MAPPER.valueToTree(value);
        } catch (IllegalArgumentException e) {
            throw unencodable(path + " of " + value.getClass().getName() + " has no JSON form", e);
        } catch (StackOverflowError e) {
            throw unencodable(
                    path + " of " + value.getClass().getName() + " contains itself, or is nested too deep", e);
        }
        Representable.check(tree, path);
        return tree;
    }

    private static byte[] bytes(ObjectNode json) {
        try {
            return MAPPER.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw unencodable("a text in the job is not valid Unicode", e);
        }
    }

    private static InvalidJobException unencodable(String what, Throwable cause) {
        return new InvalidJobException(
                ErrorCode.UNENCODABLE_VALUE, what + " (" + firstLine(cause.getMessage()) + ")", cause);
    }

    private static String firstLine(String message) {
        return String.valueOf(message).lines().findFirst().orElse("");
    }
}
