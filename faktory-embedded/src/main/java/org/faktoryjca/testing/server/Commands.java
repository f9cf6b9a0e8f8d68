package org.faktoryjca.testing.server;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The commands of a greeted client, each from its line to its reply. Verbs are case-sensitive. */
final class Commands {

    private static final Duration FETCH_WAITS = Duration.ofSeconds(2);

    private final Store store;
    private final Workers workers;
    private final ServerInfo info;
    private final QueueCommand queues;
    private final MutateCommand mutate;
    private volatile boolean stopping;

    Commands(Store store, Workers workers, ServerInfo info) {
        this.store = store;
        this.workers = workers;
        this.info = info;
        this.queues = new QueueCommand(store);
        this.mutate = new MutateCommand(store);
    }

    /** A verb, and what follows its space; without a space, nothing, which is not the same as an empty text. */
    private record Command(String verb, Optional<String> argument) {

        static Command of(String line) {
            var space = line.indexOf(' ');
            return space < 0
                    ? new Command(line, Optional.empty())
                    : new Command(line.substring(0, space), Optional.of(line.substring(space + 1)));
        }

        /** The real server stumbles over the missing argument; 1.9.4 dies of it. */
        String required() throws CommandException {
            return argument.orElseThrow(Commands::internalError);
        }
    }

    static boolean isEnd(String line) {
        return Command.of(line).verb().equals("END");
    }

    /** From now on every command is refused. */
    void stop() {
        stopping = true;
    }

    boolean isStopping() {
        return stopping;
    }

    Reply answer(String line, Client client) throws InterruptedException {
        if (stopping) {
            return new Reply.Error("shutdown in progress");
        }
        info.countCommand();
        var command = Command.of(line);
        try {
            return switch (command.verb()) {
                case "PUSH" -> push(command.required());
                case "PUSHB" -> pushSeveral(command.required());
                case "FETCH" -> fetch(command.argument(), client);
                case "ACK" -> acknowledge(command.required());
                case "FAIL" -> fail(command.required());
                case "BEAT" -> beat(command.required());
                case "INFO" -> new Reply.Bulk(info.json(client.connections()));
                case "FLUSH" -> flush();
                case "QUEUE" -> queues.answer(command.required());
                case "MUTATE" -> mutate.answer(command.argument().orElseThrow(MutateCommand::invalidFormat));
                case "BATCH" -> throw new CommandException("batch subsystem is only available in Faktory Enterprise");
                case "TRACK" ->
                    throw new CommandException("tracking subsystem is only available in Faktory Enterprise");
                default -> throw new CommandException("unknown command " + command.verb());
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
        // In the order of the jids, as the real server does.
        var refused = new TreeMap<String, String>();
        for (var job : JobJson.several(json, store.now())) {
            try {
                store.push(job);
            } catch (CommandException e) {
                refused.put(job.jid(), e.getMessage());
            }
        }
        var reply = new JsonObject();
        refused.forEach(reply::addProperty);
        return new Reply.Bulk(JsonText.of(reply));
    }

    private Reply fetch(Optional<String> names, Client client) throws CommandException, InterruptedException {
        var queues = List.of(names.orElseThrow(() -> new CommandException("must call fetch with at least one queue"))
                .split(" ", -1));
        var allowed = workers.mayFetch(client.wid(), client) ? queues : List.<String>of();
        return store.fetch(client.wid(), allowed, FETCH_WAITS)
                .<Reply>map(job -> new Reply.Bulk(job.json()))
                .orElse(Reply.NIL);
    }

    /** An object of texts and nothing else, whose {@code jid} must be written in small letters. */
    private Reply acknowledge(String json) throws CommandException {
        var invalid = new CommandException("invalid ACK " + json);
        JsonObject fields;
        try {
            fields = JsonInput.object(json, "ACK");
        } catch (CommandException e) {
            throw invalid;
        }
        if (!fields.has("jid") || !fields.asMap().values().stream().allMatch(Commands::isTextOrNull)) {
            throw invalid;
        }
        var jid = fields.get("jid");
        store.acknowledge(jid.isJsonNull() ? "" : jid.getAsString());
        return Reply.OK;
    }

    private static boolean isTextOrNull(JsonElement value) {
        return value.isJsonNull()
                || value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
    }

    private Reply fail(String json) throws CommandException {
        String jid;
        FailReport report;
        try {
            var fields = new Fields(JsonInput.object(json, "FAIL"), "FAIL");
            jid = fields.text("jid");
            report = new FailReport(fields.text("errtype"), fields.text("message"), fields.texts("backtrace"));
        } catch (CommandException e) {
            throw new CommandException("invalid FAIL " + json);
        }
        if (jid.isEmpty()) {
            throw new CommandException("missing JID");
        }
        store.fail(jid, report);
        return Reply.OK;
    }

    private Reply beat(String json) throws CommandException {
        String wid;
        String state;
        long memory;
        try {
            var fields = new Fields(JsonInput.object(json, "BEAT"), "BEAT");
            wid = fields.text("wid");
            state = fields.text("current_state");
            memory = fields.integer("rss_kb", 0);
        } catch (CommandException e) {
            throw new CommandException("invalid BEAT " + json);
        }
        var known = workers.beat(wid, state, memory).orElseThrow(() -> new CommandException("unknown worker " + wid));
        return known == WorkerState.RUNNING ? Reply.OK : new Reply.Bulk("{\"state\":\"" + known.text() + "\"}");
    }

    private Reply flush() {
        store.flush();
        return Reply.OK;
    }

    static CommandException internalError() {
        return new CommandException("internal error");
    }
}
