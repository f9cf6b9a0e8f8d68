package org.faktoryjca.testing.server;

import com.google.gson.JsonElement;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads the JSON form of a {@link ServerState}, and says where it is wrong. */
final class StateReader {

    private static final Set<String> PLACES = keys("queued", "scheduled", "retrying", "dead", "reserved", "paused");
    private static final List<String> JOB = List.of(
            "jid",
            "jobtype",
            "args",
            "queue",
            "retry",
            "reserve_for",
            "backtrace",
            "custom",
            "at",
            "created_at",
            "enqueued_at",
            "failure");
    private static final Set<String> FAILURE =
            keys("errtype", "message", "backtrace", "failed_at", "next_at", "retry_count", "remaining");
    private static final int SHORTEST_JID = 8;
    private static final int LONGEST_RESERVATION = (int) Duration.ofDays(1).toSeconds();

    private StateReader() {}

    static ServerState read(String source, String json) {
        JsonElement value;
        try {
            value = JsonParser.parse(json, key -> {
                throw new IllegalArgumentException(source + ": \"" + key + "\" stands twice in one object");
            });
        } catch (CommandException e) {
            throw new IllegalArgumentException(source + " is no JSON: " + e.getMessage());
        }
        var root = new StateNode(source + ": ", value).object(PLACES);
        var builder = ServerState.builder();
        root.field("queued")
                .map(StateNode::object)
                .ifPresent(queues -> queues.keys()
                        .forEach(name -> builder.queue(
                                queueName(queues, "has a queue", name), queued(queues.required(name), name))));
        list(root, "scheduled").forEach(node -> builder.scheduled(scheduled(node)));
        list(root, "retrying").forEach(node -> builder.retrying(timed(node, "due")));
        list(root, "dead").forEach(node -> builder.dead(timed(node, "until")));
        list(root, "reserved").forEach(node -> builder.reserved(reserved(node)));
        list(root, "paused").forEach(node -> builder.pause(queueName(node)));
        return builder.build();
    }

    private static List<StateNode> list(StateNode root, String place) {
        return root.field(place).map(list -> list.list(node -> node)).orElse(List.of());
    }

    private static String queueName(StateNode paused) {
        return queueName(paused, "is a queue", paused.text());
    }

    private static String queueName(StateNode node, String what, String name) {
        try {
            return Queues.requireName(name);
        } catch (IllegalArgumentException e) {
            throw node.error(what + " with a bad name: " + e.getMessage());
        }
    }

    private static List<StoredJob> queued(StateNode jobs, String queue) {
        return jobs.list(node -> {
            var job = job(node, Set.of());
            if (!job.queue().orElse(queue).equals(queue)) {
                throw node.error("says that its queue is \"" + job.queue().orElseThrow() + "\", and stands under \""
                        + queue + "\"; leave \"queue\" out");
            }
            return job;
        });
    }

    private static StoredJob scheduled(StateNode node) {
        var job = job(node, Set.of());
        if (job.at().isEmpty()) {
            throw node.error("is scheduled and needs \"at\", for example \"in 5m\"");
        }
        return job;
    }

    private static TimedJob timed(StateNode node, String time) {
        var job = job(node, Set.of(time));
        return new TimedJob(job, node.field(time).map(StateNode::time));
    }

    private static ReservedJob reserved(StateNode node) {
        var job = job(node, keys("wid", "since", "until"));
        return new ReservedJob(
                job,
                node.field("wid").map(StateNode::text),
                node.field("since").map(StateNode::time),
                node.field("until").map(StateNode::time));
    }

    private static StoredJob job(StateNode node, Set<String> more) {
        var known = new LinkedHashSet<>(JOB);
        known.addAll(more);
        var fields = node.object(known);
        var draft = new StoredJob.Draft(
                jobtype(fields.required("jobtype")),
                fields.field("args")
                        .map(args -> args.json("a list of arguments, […],", JsonElement::isJsonArray))
                        .orElse("[]"));
        draft.jid = fields.field("jid").map(StateReader::jid);
        draft.queue = fields.field("queue").map(StateNode::text);
        draft.retry = number(fields, "retry");
        draft.reserveFor = number(fields, "reserve_for");
        draft.reserveFor.ifPresent(seconds -> {
            if (seconds > LONGEST_RESERVATION) {
                throw fields.required("reserve_for").error("must be at most one day, 86400");
            }
        });
        draft.backtrace = number(fields, "backtrace");
        draft.custom = fields.field("custom").map(custom -> custom.json("an object, {…},", JsonElement::isJsonObject));
        draft.at = fields.field("at").map(StateNode::time);
        draft.createdAt = fields.field("created_at").map(StateNode::time);
        draft.enqueuedAt = fields.field("enqueued_at").map(StateNode::time);
        draft.failure = fields.field("failure").map(StateReader::failure);
        return draft.job();
    }

    private static String jobtype(StateNode node) {
        if (node.text().isEmpty()) {
            throw node.error("must not be empty: Faktory refuses a job without a type");
        }
        return node.text();
    }

    private static String jid(StateNode node) {
        var jid = node.text();
        if (jid.getBytes(StandardCharsets.UTF_8).length < SHORTEST_JID) {
            throw node.error("must have 8 characters at least: Faktory refuses \"" + jid + "\"; or leave it out");
        }
        return jid;
    }

    private static StoredFailure failure(StateNode node) {
        var fields = node.object(FAILURE);
        return new StoredFailure(
                fields.field("errtype").map(StateNode::text),
                fields.field("message").map(StateNode::text),
                fields.field("backtrace")
                        .map(lines -> lines.list(StateNode::text))
                        .orElse(List.of()),
                fields.field("failed_at").map(StateNode::time),
                fields.field("next_at").map(StateNode::time),
                number(fields, "retry_count"),
                number(fields, "remaining"));
    }

    private static OptionalInt number(StateNode fields, String name) {
        Optional<Integer> number = fields.field(name).map(StateNode::integer);
        return number.isPresent() ? OptionalInt.of(number.get()) : OptionalInt.empty();
    }

    private static Set<String> keys(String... names) {
        return new LinkedHashSet<>(List.of(names));
    }
}
