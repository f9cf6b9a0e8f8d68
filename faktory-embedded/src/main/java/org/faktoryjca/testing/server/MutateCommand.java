package org.faktoryjca.testing.server;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** MUTATE: moves or drops jobs of the sets. Its line is split on spaces, so that its JSON may hold none. */
final class MutateCommand {

    private static final Map<String, JobSet> TARGETS =
            Stream.of(JobSet.values()).collect(Collectors.toMap(JobSet::text, Function.identity()));

    private final Store store;

    MutateCommand(Store store) {
        this.store = store;
    }

    Reply answer(String json) throws CommandException {
        if (json.contains(" ")) {
            throw invalidFormat();
        }
        var fields = new Fields(JsonInput.object(json, "client.Operation"), "Operation");
        var command = fields.text("cmd");
        var target = fields.text("target", "client.Structure");
        var wanted = filter(fields);
        switch (command) {
            // The filter of a clear is not looked at.
            case "clear" -> store.discard(set(target), job -> true);
            case "discard" -> store.discard(set(target), wanted);
            case "kill" -> store.kill(set(target), wanted);
            case "requeue" -> store.requeue(set(target), wanted);
            default -> throw new CommandException("unknown mutate operation");
        }
        return Reply.OK;
    }

    static CommandException invalidFormat() {
        return new CommandException("invalid format");
    }

    private static JobSet set(String target) throws CommandException {
        var set = TARGETS.get(target);
        if (set == null) {
            throw new CommandException("invalid target for mutation command");
        }
        return set;
    }

    /** Jids, where there are some, are all that counts; type and pattern must both fit. */
    private static Predicate<Job> filter(Fields fields) throws CommandException {
        var filter = fields.object("filter", "JobFilter");
        if (filter.isEmpty()) {
            return job -> true;
        }
        var jids = new HashSet<>(filter.get().texts("jids"));
        var jobtype = filter.get().text("jobtype");
        var pattern = filter.get().text("regexp");
        if (!jids.isEmpty()) {
            return job -> jids.contains(job.jid());
        }
        var wanted = new MutateFilter(Optional.of(jobtype), Optional.of(pattern)).predicate();
        return job -> wanted.test(job.json());
    }
}
