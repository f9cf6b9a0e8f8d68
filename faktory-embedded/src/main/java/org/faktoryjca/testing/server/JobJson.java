package org.faktoryjca.testing.server;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads jobs from PUSH and PUSHB. Unknown fields are dropped. */
final class JobJson {

    /** Stands for absent args. */
    private static final String NO_ARGS = "";

    private static final int DEFAULT_RETRY = 25;
    private static final int SHORTEST_JID = 8;
    private static final int ONE_DAY = 86_400;
    private static final Pattern TIMESTAMP =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?(Z|[+-]\\d\\d:\\d\\d)");
    private static final String LAYOUT = "2006-01-02T15:04:05.999999999Z07:00";

    private JobJson() {}

    static Job one(String text, Instant now) throws CommandException {
        try {
            return job(JsonInput.object(text, "client.Job"), now);
        } catch (CommandException e) {
            throw new CommandException("invalid JSON: " + e.getMessage());
        }
    }

    /** One job of a wrong type spoils the whole array, as in the real server. */
    static List<Job> several(String text, Instant now) throws CommandException {
        try {
            var value = JsonInput.parse(text);
            var jobs = new ArrayList<Job>();
            if (value.isJsonNull()) {
                return jobs;
            }
            if (!value.isJsonArray()) {
                throw JsonInput.mismatch(value, "value", "[]client.Job");
            }
            for (var element : value.getAsJsonArray()) {
                if (!element.isJsonObject() && !element.isJsonNull()) {
                    throw JsonInput.mismatch(element, "value", "client.Job");
                }
                jobs.add(job(element.isJsonNull() ? new JsonObject() : element.getAsJsonObject(), now));
            }
            return jobs;
        } catch (CommandException e) {
            throw new CommandException("invalid JSON: " + e.getMessage());
        }
    }

    /**
     * Checks what the server asks of every job. A queue's name is not among it: the real server looks at it when the
     * job enters the queue, so that a scheduled job with a bad one is accepted.
     */
    static void check(Job job) throws CommandException {
        if (job.jid().getBytes(StandardCharsets.UTF_8).length < SHORTEST_JID) {
            throw new CommandException("jobs must have a reasonable jid parameter");
        }
        if (job.jobtype().isEmpty()) {
            throw new CommandException("jobs must have a jobtype parameter");
        }
        if (job.args().isEmpty()) {
            throw new CommandException("jobs must have an args parameter");
        }
        if (job.reserveFor() > ONE_DAY) {
            throw new CommandException("jobs cannot be reserved for more than one day");
        }
    }

    static Optional<Instant> due(Job job) throws CommandException {
        if (job.at().isEmpty()) {
            return Optional.empty();
        }
        if (TIMESTAMP.matcher(job.at()).matches()) {
            try {
                return Optional.of(OffsetDateTime.parse(job.at()).toInstant());
            } catch (DateTimeException e) {
                // No such day or hour: refused below.
            }
        }
        throw new CommandException(
                "invalid timestamp for 'at': \"%1$s\": parsing time \"%1$s\" as \"%2$s\": cannot parse \"%1$s\""
                        .formatted(job.at(), LAYOUT));
    }

    private static Job job(JsonObject json, Instant now) throws CommandException {
        var fields = new Fields(json, "Job");
        var queue = fields.text("queue");
        var created = fields.text("created_at");
        var args = fields.array("args");
        return new Job(
                fields.text("jid"),
                queue.isEmpty() ? "default" : queue,
                fields.text("jobtype"),
                args.isEmpty() ? NO_ARGS : JsonText.of(JsonInput.normal(args.get(), "Job.args")),
                fields.integer("retry", DEFAULT_RETRY),
                fields.integer("reserve_for", 0),
                fields.integer("backtrace", 0),
                fields.text("at"),
                created.isEmpty() ? now.toString() : created,
                fields.text("enqueued_at"),
                custom(fields),
                failure(fields));
    }

    private static String custom(Fields fields) throws CommandException {
        Optional<JsonElement> custom = fields.get("custom");
        if (custom.isEmpty()) {
            return "";
        }
        if (!custom.get().isJsonObject()) {
            throw fields.mismatch(custom.get(), "custom", "map[string]interface {}");
        }
        var json = JsonText.of(JsonInput.normal(custom.get(), "Job.custom"));
        return json.equals("{}") ? "" : json;
    }

    private static Optional<Failure> failure(Fields job) throws CommandException {
        var fields = job.object("failure", "Failure");
        if (fields.isEmpty()) {
            return Optional.empty();
        }
        var failure = fields.get();
        return Optional.of(new Failure(
                failure.text("failed_at"),
                failure.text("next_at"),
                failure.text("message"),
                failure.text("errtype"),
                failure.texts("backtrace"),
                failure.integer("retry_count", 0),
                failure.integer("remaining", 0)));
    }
}
