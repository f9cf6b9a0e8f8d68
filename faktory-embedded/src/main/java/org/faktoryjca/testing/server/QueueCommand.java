package org.faktoryjca.testing.server;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** QUEUE PAUSE, RESUME, REMOVE and LATENCY, of several queues or of all ({@code *}). */
final class QueueCommand {

    private final Store store;

    QueueCommand(Store store) {
        this.store = store;
    }

    Reply answer(String rest) throws CommandException {
        var words = List.of(rest.split(" ", -1));
        var names = words.subList(1, words.size());
        var subcommand = words.get(0).toUpperCase(Locale.ROOT);
        return switch (subcommand) {
            case "PAUSE" -> {
                required(names);
                store.change(queues -> queues.pause(named(names, queues)));
                yield Reply.OK;
            }
            case "RESUME" -> {
                required(names);
                store.change(queues -> queues.resume(named(names, queues)));
                yield Reply.OK;
            }
            case "REMOVE" -> {
                required(names);
                store.removeQueues(queues -> named(names, queues));
                yield Reply.OK;
            }
            case "LATENCY" -> latency(names);
            default -> throw new CommandException("no such QUEUE subcommand: " + subcommand);
        };
    }

    private static void required(List<String> names) throws CommandException {
        if (names.isEmpty()) {
            throw Commands.internalError();
        }
    }

    /** A star means all only where it comes first. */
    private static Collection<String> named(List<String> names, Queues queues) {
        return names.get(0).equals("*") ? queues.names() : names;
    }

    private Reply latency(List<String> names) throws CommandException {
        if (!names.isEmpty() && names.get(0).equals("*")) {
            throw new CommandException("QUEUE LATENCY does not support wildcards");
        }
        var seconds = new JsonObject();
        for (var name : names.stream().sorted().toList()) {
            seconds.addProperty(name, age(name));
        }
        return new Reply.Bulk(JsonText.of(seconds));
    }

    /** For how many seconds the next job of a queue has been waiting. */
    private double age(String queue) throws CommandException {
        var first = store.read(places -> places.queues().first(queue));
        if (first.isEmpty()) {
            return 0;
        }
        try {
            return Duration.between(Timestamp.parse(first.get().enqueuedAt()), store.now())
                            .toNanos()
                    / 1e9;
        } catch (CommandException e) {
            // MUTATE has put it there before it was ever due; so says the real server.
            throw new CommandException("QUEUE: " + e.getMessage());
        }
    }
}
