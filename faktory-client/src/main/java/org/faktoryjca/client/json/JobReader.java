package org.faktoryjca.client.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.faktoryjca.Failure;
import org.faktoryjca.InvalidJobException;
import org.faktoryjca.Job;

/**
 * Makes a job of what the server hands out. Lenient: a job that was fetched is reserved, and must reach someone who reports
 * on it, even if one of its times cannot be read. Thread-safe.
 */
public final class JobReader {
    private static final JsonMapper MAPPER = Mappers.fresh();

    private JobReader() {}

    /**
     * Reads a job.
     *
     * @throws IOException if it is no JSON, or has no jid, type or arguments
     */
    public static Job read(byte[] bytes) throws IOException {
        var json = MAPPER.readTree(bytes);
        var jid = text(json, "jid");
        var type = text(json, "jobtype");
        var args = json.path("args");
        if (jid.isEmpty() || type.isEmpty() || !args.isArray()) {
            throw new IOException("a job without jid, jobtype or args");
        }
        Job job;
        try {
            job = Job.received(jid.get(), type.get(), new JsonArguments((ArrayNode) args, MAPPER));
        } catch (InvalidJobException e) {
            throw new IOException(e.getMessage(), e);
        }
        return custom(times(routing(job, json), json), json);
    }

    private static Job routing(Job plain, JsonNode json) {
        var holder = new Holder(plain);
        text(json, "queue").ifPresent(queue -> holder.tryTo(() -> holder.job = holder.job.queue(queue)));
        if (json.path("retry").canConvertToInt()) {
            var retry = json.path("retry").asInt();
            holder.job = retry < 0 ? holder.job.buryOnFailure() : holder.job.retry(retry);
        }
        if (json.path("reserve_for").canConvertToLong()) {
            // The server keeps to these bounds, whatever the job says.
            var seconds = Math.min(86400, Math.max(60, json.path("reserve_for").asLong()));
            // A job that does not say is handed out with 0, or without the field.
            if (json.path("reserve_for").asLong() > 0) {
                holder.job = holder.job.reserveFor(Duration.ofSeconds(seconds));
            }
        }
        return holder.job;
    }

    private static Job times(Job plain, JsonNode json) {
        var holder = new Holder(plain);
        time(json, "at", at -> holder.job = holder.job.at(at));
        time(json, "created_at", at -> holder.job = holder.job.createdAt(at));
        time(json, "enqueued_at", at -> holder.job = holder.job.enqueuedAt(at));
        if (json.path("failure").isObject()) {
            holder.job = holder.job.failure(failure(json.path("failure"), holder.job));
        }
        return holder.job;
    }

    private static Job custom(Job plain, JsonNode json) {
        var holder = new Holder(plain);
        json.path("custom")
                .properties()
                .forEach(entry ->
                        holder.job = holder.job.custom(entry.getKey(), JsonArguments.plain(MAPPER, entry.getValue())));
        return holder.job;
    }

    private static Failure failure(JsonNode json, Job job) {
        var backtrace = new ArrayList<String>();
        json.path("backtrace").forEach(line -> backtrace.add(line.asText()));
        return new Failure(
                json.path("retry_count").asInt(),
                json.path("remaining").asInt(),
                parsed(json, "failed_at").or(job::enqueuedAt).orElse(Instant.EPOCH),
                parsed(json, "next_at"),
                text(json, "errtype").orElse(""),
                text(json, "message").orElse(""),
                List.copyOf(backtrace));
    }

    private static Optional<String> text(JsonNode json, String field) {
        var value = json.path(field);
        return value.isTextual() && !value.asText().isEmpty() ? Optional.of(value.asText()) : Optional.empty();
    }

    private static void time(JsonNode json, String field, Consumer<Instant> use) {
        parsed(json, field).ifPresent(use);
    }

    private static Optional<Instant> parsed(JsonNode json, String field) {
        try {
            return text(json, field).map(Times::parse);
        } catch (DateTimeException e) {
            // Someone else's idea of a time; the job is worth more than it.
            return Optional.empty();
        }
    }

    /** A job that is being put together. */
    private static final class Holder {
        private Job job;

        Holder(Job job) {
            this.job = job;
        }

        /** The server takes some values that {@link Job} does not; they are left out. */
        void tryTo(Runnable change) {
            try {
                change.run();
            } catch (InvalidJobException e) {
                System.getLogger("org.faktoryjca.client")
                        .log(System.Logger.Level.DEBUG, "a field of {0} is left out: {1}", job, e.getMessage());
            }
        }
    }
}
