package org.faktoryjca;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.faktoryjca.spi.JobArguments;
import org.faktoryjca.spi.Names;

/**
 * What a {@link Job} holds, with null for what is not set: mutable only while a wither fills in its copy, and never shared
 * before that is done.
 */
final class JobFields {
    private static final int SHORTEST_JID = 8;
    private static final Duration SHORTEST_RESERVATION = Duration.ofMinutes(1);
    private static final Duration LONGEST_RESERVATION = Duration.ofDays(1);

    String jid;
    String type;
    JobArguments arguments;
    String queue;
    Instant at;
    Integer retry;
    Duration reserveFor;
    Map<String, Object> custom = Map.of();
    Instant createdAt;
    Instant enqueuedAt;
    Failure failure;

    private JobFields() {}

    JobFields(String jid, String type, JobArguments arguments) {
        this.jid = jid;
        this.type = type;
        this.arguments = arguments;
    }

    JobFields with(Consumer<JobFields> change) {
        var copy = new JobFields();
        copy.jid = jid;
        copy.type = type;
        copy.arguments = arguments;
        copy.queue = queue;
        copy.at = at;
        copy.retry = retry;
        copy.reserveFor = reserveFor;
        copy.custom = custom;
        copy.createdAt = createdAt;
        copy.enqueuedAt = enqueuedAt;
        copy.failure = failure;
        change.accept(copy);
        return copy;
    }

    List<Object> asList() {
        return Arrays.asList(
                jid, type, arguments, queue, at, retry, reserveFor, custom, createdAt, enqueuedAt, failure);
    }

    static String checkJid(String jid) {
        if (jid == null || jid.length() < SHORTEST_JID) {
            throw new InvalidJobException("a jid has 8 characters or more, which '" + jid + "' has not");
        }
        return jid;
    }

    static String checkOwnJid(String jid) {
        return right(checkJid(jid), Names.wrongInJid(jid));
    }

    /** The server answers OK to a scheduled job with another name and loses it when it falls due. */
    static String checkQueue(String queue) {
        return right(queue, Names.wrongWithQueue(queue));
    }

    private static String right(String name, Optional<String> wrong) {
        wrong.ifPresent(what -> {
            throw new InvalidJobException(what);
        });
        return name;
    }

    /** The server refuses more than a day and silently makes a minute of less. */
    static Duration checkReserveFor(Duration reserveFor) {
        if (reserveFor == null
                || reserveFor.compareTo(SHORTEST_RESERVATION) < 0
                || reserveFor.compareTo(LONGEST_RESERVATION) > 0
                || reserveFor.getNano() != 0) {
            throw new InvalidJobException(
                    "reserveFor must be whole seconds from 1 minute to 1 day, and is " + reserveFor);
        }
        return reserveFor;
    }
}
