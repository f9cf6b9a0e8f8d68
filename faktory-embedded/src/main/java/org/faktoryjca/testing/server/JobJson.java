package org.faktoryjca.testing.server;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads jobs from PUSH and PUSHB. Unknown fields are dropped. */
final class JobJson {

    /** Stands for absent args. */
    private static final String NO_ARGS = "";

    private static final int DEFAULT_RETRY = 25;
    private static final int SHORTEST_JID = 8;
    private static final int ONE_DAY = 86_400;

    private final Fields fields;
    private String jid = "";
    private String queue = "";
    private String jobtype = "";
    private String args = NO_ARGS;
    private long retry = DEFAULT_RETRY;
    private long reserveFor;
    private long backtrace;
    private String at = "";
    private String createdAt = "";
    private String enqueuedAt = "";
    private String custom = "";
    private Optional<Failure> failure = Optional.empty();

    private JobJson(Fields fields) {
        this.fields = fields;
    }

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
            var value = JsonParser.parse(text);
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
        try {
            return Optional.of(Timestamp.parse(job.at()));
        } catch (CommandException e) {
            throw new CommandException("invalid timestamp for 'at': " + Quoted.text(job.at()) + ": " + e.getMessage());
        }
    }

    private static Job job(JsonObject json, Instant now) throws CommandException {
        var reading = new JobJson(new Fields(json, "Job"));
        for (var key : reading.fields.keys()) {
            reading.read(key);
        }
        return reading.job(now);
    }

    private void read(String key) throws CommandException {
        switch (key) {
            case "jid" -> jid = fields.text(key);
            case "queue" -> queue = fields.text(key);
            case "jobtype" -> jobtype = fields.text(key);
            case "args" -> args = args();
            case "retry" -> retry = fields.integer(key, DEFAULT_RETRY);
            case "reserve_for" -> reserveFor = fields.integer(key, 0);
            case "backtrace" -> backtrace = fields.integer(key, 0);
            case "at" -> at = fields.text(key);
            case "created_at" -> createdAt = fields.text(key);
            case "enqueued_at" -> enqueuedAt = fields.text(key);
            case "custom" -> custom = custom();
            case "failure" -> failure = failure();
            default -> {
                // Unknown, and dropped.
            }
        }
    }

    /** Queues and types are few and jobs may be many, so that each name is kept once. */
    private Job job(Instant now) {
        var name = queue.isEmpty() ? "default" : queue.intern();
        return new Job(
                jid,
                name,
                jobtype.intern(),
                args,
                retry,
                reserveFor,
                backtrace,
                at,
                createdAt.isEmpty() ? now.toString() : createdAt,
                enqueuedAt,
                custom,
                failure,
                Past.of(JobEvent.Kind.PUSHED, now, name));
    }

    private String args() throws CommandException {
        var array = fields.array("args", "[]interface {}");
        return array.isEmpty() ? NO_ARGS : JsonText.of(JsonInput.normal(array.get(), "Job.args"));
    }

    private String custom() throws CommandException {
        var value = fields.get("custom");
        if (value.isEmpty()) {
            return "";
        }
        if (!value.get().isJsonObject()) {
            throw fields.mismatch(value.get(), "custom", "map[string]interface {}");
        }
        var json = JsonText.of(JsonInput.normal(value.get(), "Job.custom"));
        return json.equals("{}") ? "" : json;
    }

    private Optional<Failure> failure() throws CommandException {
        var its = fields.object("failure", "Failure");
        if (its.isEmpty()) {
            return Optional.empty();
        }
        var failed = its.get();
        return Optional.of(new Failure(
                failed.text("failed_at"),
                failed.text("next_at"),
                failed.text("message"),
                failed.text("errtype"),
                failed.texts("backtrace"),
                failed.integer("retry_count", 0),
                failed.integer("remaining", 0)));
    }
}
