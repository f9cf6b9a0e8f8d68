package org.faktoryjca.testing.server;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The commands of a greeted client, each from its line to its reply. Verbs are case-sensitive. */
final class Commands {

    private static final Duration FETCH_WAITS = Duration.ofSeconds(2);

    private final Store store;
    private final Workers workers;
    private final ServerInfo info;
    private final QueueCommand queues;
    private final MutateCommand mutate;

    Commands(Store store, Workers workers, ServerInfo info) {
        this.store = store;
        this.workers = workers;
        this.info = info;
        this.queues = new QueueCommand(store);
        this.mutate = new MutateCommand(store);
    }

    static boolean isEnd(String line) {
        return verb(line).equals("END");
    }

    Reply answer(String line, Session session) throws InterruptedException {
        info.countCommand();
        var verb = verb(line);
        var rest = line.substring(Math.min(line.length(), verb.length() + 1));
        try {
            return switch (verb) {
                case "PUSH" -> push(rest);
                case "PUSHB" -> pushSeveral(rest);
                case "FETCH" -> fetch(rest, session);
                case "ACK" -> acknowledge(rest);
                case "FAIL" -> fail(rest);
                case "BEAT" -> beat(rest);
                case "INFO" -> new Reply.Bulk(info.json(session.connections()));
                case "FLUSH" -> flush();
                case "QUEUE" -> queues.answer(rest);
                case "MUTATE" -> mutate.answer(rest);
                case "BATCH" -> throw new CommandException("batch subsystem is only available in Faktory Enterprise");
                case "TRACK" ->
                    throw new CommandException("tracking subsystem is only available in Faktory Enterprise");
                default -> throw new CommandException("unknown command " + verb);
            };
        } catch (CommandException e) {
            return new Reply.Error(e.getMessage());
        }
    }

    private Reply push(String json) throws CommandException {
        store.push(JobJson.one(json, store.now()));
        return Reply.OK;
    }

    /** Answers which jobs were refused, and why; those that are not named are stored. */
    private Reply pushSeveral(String json) throws CommandException {
        if (json.isEmpty()) {
            throw internalError();
        }
        var refused = new JsonObject();
        for (var job : JobJson.several(json, store.now())) {
            try {
                store.push(job);
            } catch (CommandException e) {
                refused.addProperty(job.jid(), e.getMessage());
            }
        }
        return new Reply.Bulk(JsonText.of(refused));
    }

    private Reply fetch(String names, Session session) throws CommandException, InterruptedException {
        var queues = Stream.of(names.split(" ")).filter(name -> !name.isEmpty()).toList();
        if (queues.isEmpty()) {
            throw new CommandException("must call fetch with at least one queue");
        }
        var allowed = workers.mayFetch(session.wid(), session) ? queues : List.<String>of();
        return store.fetch(session.wid(), allowed, FETCH_WAITS)
                .<Reply>map(job -> new Reply.Bulk(job.json()))
                .orElse(Reply.NIL);
    }

    private Reply acknowledge(String json) throws CommandException {
        var fields = fields("ACK", json);
        if (fields.get("jid").isEmpty()) {
            throw new CommandException("invalid ACK " + json);
        }
        store.acknowledge(text("ACK", fields, "jid", json));
        return Reply.OK;
    }

    private Reply fail(String json) throws CommandException {
        var fields = fields("FAIL", json);
        var jid = text("FAIL", fields, "jid", json);
        if (jid.isEmpty()) {
            throw new CommandException("missing JID");
        }
        FailReport report;
        try {
            report = new FailReport(fields.text("errtype"), fields.text("message"), fields.texts("backtrace"));
        } catch (CommandException e) {
            throw new CommandException("invalid FAIL " + json);
        }
        store.fail(jid, report);
        return Reply.OK;
    }

    private Reply beat(String json) throws CommandException {
        var fields = fields("BEAT", json);
        var wid = text("BEAT", fields, "wid", json);
        var state = workers.beat(wid, text("BEAT", fields, "current_state", json))
                .orElseThrow(() -> new CommandException("unknown worker " + wid));
        return state == WorkerState.RUNNING ? Reply.OK : new Reply.Bulk("{\"state\":\"" + state.text() + "\"}");
    }

    private Reply flush() {
        store.flush();
        return Reply.OK;
    }

    private static Fields fields(String verb, String json) throws CommandException {
        if (json.isEmpty()) {
            throw internalError();
        }
        try {
            return new Fields(JsonInput.object(json, verb), verb);
        } catch (CommandException e) {
            throw new CommandException("invalid " + verb + " " + json);
        }
    }

    private static String text(String verb, Fields fields, String key, String json) throws CommandException {
        try {
            return fields.text(key);
        } catch (CommandException e) {
            throw new CommandException("invalid " + verb + " " + json);
        }
    }

    private static String verb(String line) {
        var space = line.indexOf(' ');
        return space < 0 ? line : line.substring(0, space);
    }

    static CommandException internalError() {
        return new CommandException("internal error");
    }
}
