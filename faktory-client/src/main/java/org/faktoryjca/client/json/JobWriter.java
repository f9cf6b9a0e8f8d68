package org.faktoryjca.client.json;

import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.InvalidJobException;
import org.faktoryjca.Job;
import org.faktoryjca.spi.Names;

/**
 * Makes of a job what goes to the server, after every check that can be made here: the server refuses some mistakes, and
 * silently changes or loses others. Thread-safe.
 */
public final class JobWriter {
    static final JsonMapper MAPPER = Mappers.fresh();

    /** RFC 3339 has four digits for the year. */
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    /** Of many jobs that cannot be written, a message names so many. */
    private static final int NAMED = 20;

    private final JobDefaults defaults;

    /** With these values for jobs that do not say. */
    public JobWriter(JobDefaults defaults) {
        this.defaults = defaults;
    }

    /**
     * Encodes a job. {@code retry} is always in it: a server that has to fill it in uses one value for all connections.
     *
     * @throws InvalidJobException if a value has no JSON form, or one that the server would change; with all such values
     */
    public EncodedJob write(Job job) {
        return written(job, json -> new EncodedJob(job.jid(), job.type(), queue(job), json.toByteArray()));
    }

    /** Appends a job to a line that is about to be sent, with nothing kept of it; otherwise as {@link #write(Job)}. */
    public void write(Job job, ByteArrayOutputStream line) {
        written(job, json -> {
            json.writeTo(line);
            return line;
        });
    }

    /** What becomes of the bytes, which are the next job's afterwards. */
    private interface Use<T> {
        T of(ByteArrayOutputStream json) throws IOException;
    }

    private <T> T written(Job job, Use<T> use) {
        if (job == null) {
            throw new InvalidJobException("null stands where a job is to be pushed");
        }
        try {
            var pen = Pen.take();
            var plain = write(job, queue(job), pen.json());
            pen.json().check(job);
            var used = use.of(pen.written());
            if (plain) {
                pen.keep();
            }
            return used;
        } catch (IOException e) {
            throw new InvalidJobException(
                    ErrorCode.UNENCODABLE_VALUE, job + " cannot be written (" + firstLine(e) + ")", e);
        }
    }

    private String queue(Job job) {
        return job.queue().orElse(defaults.queue());
    }

    /**
     * Encodes jobs, in their order: all or none.
     *
     * @throws InvalidJobException if any cannot be written; with several, its message says of each why
     */
    public List<EncodedJob> writeAll(Collection<Job> jobs) {
        var encoded = new ArrayList<EncodedJob>(jobs.size());
        var invalid = new ArrayList<InvalidJobException>();
        var named = new StringBuilder();
        for (var job : jobs) {
            try {
                encoded.add(write(job));
            } catch (InvalidJobException e) {
                invalid.add(e);
                if (invalid.size() <= NAMED) {
                    named.append("\n- ").append(e.problem());
                }
            }
        }
        if (invalid.size() > 1) {
            throw new InvalidJobException(
                    ErrorCode.INVALID_JOB,
                    "%d of %d jobs cannot be sent:%s%s\n"
                            .formatted(
                                    invalid.size(), jobs.size(), named, invalid.size() > NAMED ? "\n- and more" : ""),
                    invalid.get(0));
        }
        if (!invalid.isEmpty()) {
            throw invalid.get(0);
        }
        return encoded;
    }

    /** Answers whether there was nothing in it of the application's own classes. */
    private boolean write(Job job, String queue, CheckedGenerator json) throws IOException {
        var plain = true;
        json.writeStartObject();
        json.writeStringField("jid", job.jid());
        // One of the application's own was checked before, but not one that was received and is pushed again.
        Names.wrongInJid(job.jid()).ifPresent(json::noteJob);
        json.writeStringField("jobtype", job.type());
        json.writeStringField("queue", queue);
        json.writeNumberField("retry", job.retry().orElse(defaults.retry()));
        // Always: the published Rust worker stops at a job without it.
        json.writeNumberField(
                "reserve_for", job.reserveFor().orElse(defaults.reserveFor()).toSeconds());
        if (job.at().isPresent()) {
            time("at", job.at().get(), json);
        }
        if (job.createdAt().isPresent()) {
            time("created_at", job.createdAt().get(), json);
        }
        json.writeArrayFieldStart("args");
        var args = job.args();
        for (int i = 0; i < args.size(); i++) {
            plain &= write(args.get(i), i, json);
        }
        json.writeEndArray();
        if (!job.custom().isEmpty()) {
            json.writeObjectFieldStart("custom");
            var index = 0;
            for (var entry : job.custom().entrySet()) {
                json.writeFieldName(entry.getKey());
                plain &= write(entry.getValue(), index++, json);
            }
            json.writeEndObject();
        }
        json.writeEndObject();
        return plain;
    }

    private static void time(String field, Instant time, CheckedGenerator json) throws IOException {
        json.writeStringField(field, time.toString());
        if (time.isAfter(LATEST) || time.isBefore(Instant.EPOCH)) {
            json.noteJob(field.replace("created_at", "createdAt") + " must be from 1970 to 9999, and is " + time);
        }
    }

    /** Writes the next value, which stands at this index; what is wrong with it is noted. */
    private static boolean write(Object value, int index, CheckedGenerator json) throws IOException {
        var outer = json.getOutputContext();
        try {
            if (isPlain(value, json)) {
                return true;
            }
            MAPPER.writeValue(json, value);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            var within = json.nextPlace();
            // What comes after it is looked at too.
            json.leaveTo(outer, index);
            json.noteValue(formless(value, json.lastPlace(), within, e), e);
        }
        return false;
    }

    private static String formless(Object value, String place, String within, Throwable cause) {
        if (cause instanceof InvalidDefinitionException none
                && none.getOriginalMessage().startsWith("No serializer found for class")) {
            return within + " would be sent as {}: "
                    + none.getType().getRawClass().getName()
                    + " has no property; give it getters or public fields, or make it a record";
        }
        return place + " of " + value.getClass().getName() + " has no JSON form (" + firstLine(cause) + ")";
    }

    private static String firstLine(Throwable cause) {
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    }

    /** Writes what most arguments are, for which the mapper would set up more than it writes. */
    private static boolean isPlain(Object value, CheckedGenerator json) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof String text) {
            json.writeString(text);
        } else if (value instanceof Integer number) {
            json.writeNumber(number.intValue());
        } else if (value instanceof Long number) {
            json.writeNumber(number.longValue());
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else {
            return false;
        }
        return true;
    }
}
