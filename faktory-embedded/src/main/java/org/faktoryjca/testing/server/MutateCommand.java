package org.faktoryjca.testing.server;

import java.util.HashSet;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
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
        if (json.isEmpty() || json.contains(" ")) {
            throw new CommandException("invalid format");
        }
        var fields = new Fields(JsonInput.object(json, "client.Operation"), "Operation");
        var command = fields.text("cmd");
        var target = fields.text("target");
        var wanted = filter(fields);
        switch (command) {
            case "clear" -> store.discard(set(target), job -> true);
            case "discard" -> store.discard(set(target), wanted);
            case "kill" -> store.kill(set(target), wanted);
            case "requeue" -> store.requeue(set(target), wanted);
            default -> throw new CommandException("unknown mutate operation");
        }
        return Reply.OK;
    }

    private static JobSet set(String target) throws CommandException {
        var set = TARGETS.get(target);
        if (set == null) {
            throw new CommandException("invalid target for mutation command");
        }
        return set;
    }

    private static Predicate<Job> filter(Fields fields) throws CommandException {
        var filter = fields.object("filter", "JobFilter");
        if (filter.isEmpty()) {
            return job -> true;
        }
        var jids = new HashSet<>(filter.get().texts("jids"));
        var jobtype = filter.get().text("jobtype");
        var glob = filter.get().text("regexp");
        Predicate<Job> wanted = job -> jids.isEmpty() || jids.contains(job.jid());
        wanted = wanted.and(job -> jobtype.isEmpty() || job.jobtype().equals(jobtype));
        if (glob.isEmpty()) {
            return wanted;
        }
        var pattern = regex(glob);
        return wanted.and(job -> pattern.matcher(job.json()).matches());
    }

    /** What the protocol calls a regexp is a glob of Redis: {@code *} and {@code ?} are the wildcards. */
    private static Pattern regex(String glob) {
        var regex = new StringBuilder();
        glob.codePoints()
                .forEach(c -> regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(Character.toString(c))));
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
