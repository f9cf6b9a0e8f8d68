package org.faktoryjca.client;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.Job;
import org.faktoryjca.client.json.JobReader;
import org.faktoryjca.client.json.Json;
import org.faktoryjca.client.wire.Command;

/** A connection's FETCHes, also those that go out with the report on the job before. Not thread-safe. */
final class Fetching {
    private final Exchange exchange;

    /** The report that went out with the FETCH under way, until its reply has been heard. */
    private Optional<Command<Boolean>> unheard = Optional.empty();

    Fetching(Exchange exchange) {
        this.exchange = exchange;
    }

    Optional<Job> fetch(List<String> queues) {
        return exchange.call(new Command.Fetch(queues)).map(this::job);
    }

    /** Says both; the reply to the report is to be heard by {@link #reported()} before that of the FETCH. */
    void reportAndFetch(Command<Boolean> report, List<String> queues) {
        var next = new Command.Fetch(queues);
        if (report.mayBreakLines()) {
            // With nothing behind it, whose reply would be looked for among the lines of an error.
            exchange.call(report);
            exchange.say(next);
            exchange.owe(next);
        } else {
            exchange.say(report, next);
            unheard = Optional.of(report);
        }
    }

    /** Hears the reply to the report, if there is one that has not been heard. */
    void reported() {
        var report = unheard;
        unheard = Optional.empty();
        report.ifPresent(exchange::hear);
    }

    boolean isUnderWay() {
        return exchange.owes(Command.Fetch.class);
    }

    Optional<Job> fetched() {
        if (unheard.isPresent()) {
            throw new IllegalStateException("the reply to " + unheard.get().what() + " comes before that of FETCH");
        }
        return exchange.hear(exchange.owed(Command.Fetch.class, "FETCH")).map(this::job);
    }

    static Command.Fail failure(String jid, String errorType, String message, List<String> backtrace) {
        return new Command.Fail(
                jid,
                Utf8.cut(errorType, 100),
                Utf8.cut(message, 1000),
                backtrace.stream().limit(50).map(line -> Utf8.cut(line, 1000)).toList());
    }

    /** A job that cannot be read is reserved all the same: it is failed at once, where its id at least can be. */
    private Job job(byte[] json) {
        try {
            return JobReader.read(json);
        } catch (IOException e) {
            var unreadable = new FaktoryException(
                    ErrorCode.UNREADABLE_JOB,
                    "fetched a job from " + exchange.address() + " that cannot be read: " + e.getMessage(),
                    e);
            try {
                if (Json.read(json).get("jid") instanceof String jid) {
                    exchange.call(failure(jid, "UnreadableJob", unreadable.getMessage(), List.of()));
                }
            } catch (IOException | FaktoryException also) {
                unreadable.addSuppressed(also);
            }
            throw unreadable;
        }
    }
}
