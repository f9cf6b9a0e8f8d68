package org.faktoryjca;

import java.lang.reflect.Type;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.faktoryjca.spi.GivenArguments;
import org.faktoryjca.spi.JobArguments;

/**
 * A unit of work: a type, arguments, and how the server is to treat them.
 *
 * <p>Immutable and thread-safe; each wither returns a new job with the same jid. The arguments become JSON when the job is
 * pushed, so that what happens to an argument object afterwards does not leak in. What is wrong with a job is found when it
 * is made, or at the latest before it is sent ({@link InvalidJobException}).
 *
 * <p>Fields and their meaning: the protocol specification, "Work units".
 */
public final class Job {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final JobFields fields;

    private Job(JobFields fields) {
        this.fields = fields;
    }

    /**
     * A job with a fresh jid, for the connection factory's default queue, to be run at once.
     *
     * @param type tells workers what to do; not blank
     * @param args plain values, collections, records or beans; null is JSON's null
     * @throws InvalidJobException if the type is blank
     */
    public static Job of(String type, Object... args) {
        if (type == null || type.isBlank()) {
            throw new InvalidJobException("a job's type must not be blank");
        }
        return new Job(new JobFields(
                newJid(), type, new GivenArguments(Arrays.asList(args == null ? new Object[] {null} : args))));
    }

    /**
     * A job that has its jid already: for implementations, which read it from the server.
     *
     * @throws InvalidJobException if the type is blank or the jid too short
     */
    public static Job received(String jid, String type, JobArguments arguments) {
        Objects.requireNonNull(arguments, "arguments");
        if (type.isBlank()) {
            throw new InvalidJobException("a job's type must not be blank");
        }
        return new Job(new JobFields(JobFields.checkJid(jid), type, arguments));
    }

    private static String newJid() {
        var bytes = new byte[12];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** The job's id: 24 hexadecimal digits, unless {@link #jid(String)} set another. */
    public String jid() {
        return fields.jid;
    }

    /**
     * With an id of your own, of 8 characters or more, and no control characters. The server does not recognise one that it has had
     * before.
     *
     * @throws InvalidJobException if it is not such an id
     */
    public Job jid(String jid) {
        return new Job(fields.with(f -> f.jid = JobFields.checkOwnJid(jid)));
    }

    /** What workers choose the code by. */
    public String type() {
        return fields.type;
    }

    /** The arguments as plain values; unmodifiable. On receipt these are JSON's: strings, numbers, booleans, lists, maps. */
    public List<Object> args() {
        return fields.arguments.values();
    }

    /**
     * One argument, as the type asked for: number, string, enum, record, bean, collection, {@code Instant}.
     *
     * @param index from 0
     * @throws ArgumentMismatchException if there is none at this index, it is null, or it does not fit
     */
    public <T> T arg(int index, Class<T> type) {
        return cast(bind(index, type));
    }

    /**
     * One argument as a generic type, such as {@code List<Mail>} or {@code Optional<Mail>}; otherwise as {@link #arg(int, Class)}.
     *
     * @param <T> the same type, which the compiler cannot compare with {@code type}
     */
    public <T> T arg(int index, Type type) {
        return cast(bind(index, type));
    }

    /**
     * One argument that may be null or not there at all.
     *
     * @param index from 0
     * @return empty where it is null or not there
     * @throws ArgumentMismatchException if it is there and does not fit
     */
    public <T> Optional<T> optionalArg(int index, Class<T> type) {
        return index >= 0 && index < fields.arguments.size()
                ? Optional.ofNullable(cast(fields.arguments.bind(index, type)))
                : Optional.empty();
    }

    private Object bind(int index, Type type) {
        if (index < 0 || index >= fields.arguments.size()) {
            throw new ArgumentMismatchException("there is no argument %d of type %s: job %s (%s) has %d"
                    .formatted(index, type.getTypeName(), jid(), type(), fields.arguments.size()));
        }
        var value = fields.arguments.bind(index, type);
        if (value == null) {
            throw new ArgumentMismatchException(
                    "argument %d should be %s and is null; ask for it with optionalArg if it may be"
                            .formatted(index, type.getTypeName()));
        }
        return value;
    }

    @SuppressWarnings("unchecked") // the binder has made it of the type asked for
    private static <T> T cast(Object value) {
        return (T) value;
    }

    /** The queue; empty means the connection factory's {@code defaultQueue}. Always there on receipt. */
    public Optional<String> queue() {
        return Optional.ofNullable(fields.queue);
    }

    /**
     * For this queue: letters, digits, {@code .}, {@code _} and {@code -}.
     *
     * @throws InvalidJobException for any other name: the server would lose the job
     */
    public Job queue(String queue) {
        return new Job(fields.with(f -> f.queue = JobFields.checkQueue(queue)));
    }

    /** When the job is to run; empty means at once. */
    public Optional<Instant> at() {
        return Optional.ofNullable(fields.at);
    }

    /** To be run at this time, or up to 5 s later (the server looks that often); a time in the past means at once. */
    public Job at(Instant at) {
        Objects.requireNonNull(at, "at");
        return new Job(fields.with(f -> f.at = at));
    }

    /**
     * To be run after this delay, counted from now.
     *
     * @throws InvalidJobException if that is beyond all times
     */
    public Job in(Duration delay) {
        Objects.requireNonNull(delay, "delay");
        try {
            return at(Instant.now().plus(delay));
        } catch (DateTimeException | ArithmeticException e) {
            throw new InvalidJobException("there is no time that is " + delay + " from now");
        }
    }

    /** How often the job is retried when it fails; empty means the connection factory's {@code defaultRetry}. */
    public OptionalInt retry() {
        return fields.retry == null ? OptionalInt.empty() : OptionalInt.of(fields.retry);
    }

    /**
     * With so many retries, 0 or more; the n-th waits n⁴ + 15 s and more.
     *
     * @throws InvalidJobException if it is less than 0
     */
    public Job retry(int retry) {
        if (retry < 0) {
            throw new InvalidJobException(
                    "retry must be 0 or more, and is " + retry + "; to bury a failed job at once use buryOnFailure()");
        }
        return new Job(fields.with(f -> f.retry = retry));
    }

    /** If it fails, the server forgets the job: it runs at most once. */
    public Job discardOnFailure() {
        return retry(0);
    }

    /** If it fails, the server puts the job into the dead set at once, for a person to look at. */
    public Job buryOnFailure() {
        return new Job(fields.with(f -> f.retry = -1));
    }

    /** How long a worker may hold the job; empty means the connection factory's {@code defaultReserveFor}. */
    public Optional<Duration> reserveFor() {
        return Optional.ofNullable(fields.reserveFor);
    }

    /**
     * To be held by a worker for at most this time; then the server gives it to another.
     *
     * @throws InvalidJobException if it is not from 1 minute to 1 day, in whole seconds
     */
    public Job reserveFor(Duration reserveFor) {
        return new Job(fields.with(f -> f.reserveFor = JobFields.checkReserveFor(reserveFor)));
    }

    /** What middleware has attached to the job; unmodifiable. */
    public Map<String, Object> custom() {
        return fields.custom;
    }

    /** With one more custom entry: any value that could be an argument. One of the same key is replaced. */
    public Job custom(String key, Object value) {
        Objects.requireNonNull(key, "key");
        var custom = new LinkedHashMap<>(fields.custom);
        custom.put(key, value);
        return new Job(fields.with(f -> f.custom = Collections.unmodifiableMap(custom)));
    }

    /** When the job was made, as its pusher or the server said; empty before it was pushed. */
    public Optional<Instant> createdAt() {
        return Optional.ofNullable(fields.createdAt);
    }

    /** With a time of creation; without one the server fills in its own. */
    public Job createdAt(Instant createdAt) {
        Objects.requireNonNull(createdAt, "createdAt");
        return new Job(fields.with(f -> f.createdAt = createdAt));
    }

    /** When the server last put the job into its queue; empty before it was received. */
    public Optional<Instant> enqueuedAt() {
        return Optional.ofNullable(fields.enqueuedAt);
    }

    /** As if received with this time: for tests and implementations. It is not sent. */
    public Job enqueuedAt(Instant enqueuedAt) {
        Objects.requireNonNull(enqueuedAt, "enqueuedAt");
        return new Job(fields.with(f -> f.enqueuedAt = enqueuedAt));
    }

    /** The most recent failure; empty at the first execution. */
    public Optional<Failure> failure() {
        return Optional.ofNullable(fields.failure);
    }

    /** As if it had failed before: for tests and implementations. It is not sent. */
    public Job failure(Failure failure) {
        Objects.requireNonNull(failure, "failure");
        return new Job(fields.with(f -> f.failure = failure));
    }

    /** The arguments in the form that their owner keeps them in: for implementations. */
    public JobArguments arguments() {
        return fields.arguments;
    }

    /** With other arguments: for implementations. */
    public Job arguments(JobArguments arguments) {
        Objects.requireNonNull(arguments, "arguments");
        return new Job(fields.with(f -> f.arguments = arguments));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Job job && fields.asList().equals(job.fields.asList());
    }

    @Override
    public int hashCode() {
        return fields.jid.hashCode();
    }

    /** Jid, type and queue, and how many arguments: never what they are, which may be confidential. */
    @Override
    public String toString() {
        return "Job[%s %s, queue %s, %d arguments]"
                .formatted(jid(), type(), queue().orElse("(default)"), fields.arguments.size());
    }
}
