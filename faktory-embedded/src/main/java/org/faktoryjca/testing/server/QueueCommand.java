package org.faktoryjca.testing.server;

import com.google.gson.JsonObject;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;

/** QUEUE PAUSE, RESUME, REMOVE and LATENCY, of several queues or of all ({@code *}). */
final class QueueCommand {

    private final Store store;

    QueueCommand(Store store) {
        this.store = store;
    }

    Reply answer(String rest) throws CommandException {
        var words = List.of(rest.split(" "));
        var names = words.subList(1, words.size());
        if (words.get(0).isEmpty()) {
            throw Commands.internalError();
        }
        return switch (words.get(0).toUpperCase(Locale.ROOT)) {
            case "PAUSE" -> change(names, Queues::pause);
            case "RESUME" -> change(names, Queues::resume);
            case "REMOVE" -> change(names, Queues::remove);
            case "LATENCY" -> latency(names);
            default -> throw new CommandException("no such QUEUE subcommand: " + words.get(0));
        };
    }

    private Reply change(List<String> names, BiConsumer<Queues, Collection<String>> action) throws CommandException {
        if (names.isEmpty()) {
            throw Commands.internalError();
        }
        store.change(queues -> action.accept(queues, names.get(0).equals("*") ? queues.names() : names));
        return Reply.OK;
    }

    private Reply latency(List<String> names) throws CommandException {
        if (names.contains("*")) {
            throw new CommandException("QUEUE LATENCY does not support wildcards");
        }
        var seconds = new JsonObject();
        names.stream().sorted().forEach(name -> seconds.addProperty(name, ageOfFirst(name)));
        return new Reply.Bulk(JsonText.of(seconds));
    }

    /** For how many seconds the next job of a queue has been waiting. */
    private double ageOfFirst(String queue) {
        var jobs = store.queued(queue);
        if (jobs.isEmpty()) {
            return 0;
        }
        try {
            return Duration.between(Instant.parse(jobs.get(0).enqueuedAt()), store.now())
                            .toNanos()
                    / 1e9;
        } catch (DateTimeException e) {
            // MUTATE has put it there before it was ever due.
            return 0;
        }
    }
}
