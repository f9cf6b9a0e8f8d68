package org.faktoryjca.client.json;

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
        try {
            var pen = Pen.take();
            var plain = write(job, queue(job), pen.json());
            pen.json().check();
            var used = use.of(pen.written());
            if (plain) {
                pen.keep();
            }
            return used;
        } catch (IOException e) {
            throw unencodable(job + " cannot be written", e);
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
                    named.append("\n- ").append(job).append(": ").append(e.getMessage());
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
        json.writeStringField("jid", checked(job.jid()));
        json.writeStringField("jobtype", job.type());
        json.writeStringField("queue", queue);
        json.writeNumberField("retry", job.retry().orElse(defaults.retry()));
        // Always: the published Rust worker stops at a job without it.
        json.writeNumberField(
                "reserve_for", job.reserveFor().orElse(defaults.reserveFor()).toSeconds());
        if (job.at().isPresent()) {
            json.writeStringField("at", time("at", job.at().get()));
        }
        if (job.createdAt().isPresent()) {
            json.writeStringField(
                    "created_at", time("createdAt", job.createdAt().get()));
        }
        json.writeArrayFieldStart("args");
        var args = job.args();
        for (int i = 0; i < args.size(); i++) {
            plain &= write(args.get(i), "args[%s]", i, json);
        }
        json.writeEndArray();
        if (!job.custom().isEmpty()) {
            json.writeObjectFieldStart("custom");
            for (var entry : job.custom().entrySet()) {
                json.writeFieldName(entry.getKey());
                plain &= write(entry.getValue(), "custom.%s", entry.getKey(), json);
            }
            json.writeEndObject();
        }
        json.writeEndObject();
        return plain;
    }

    /** One of the application's own was checked before, but not one that was received and is pushed again. */
    private static String checked(String jid) {
        for (int i = 0; i < jid.length(); i++) {
            if (Character.isISOControl(jid.charAt(i))) {
                throw new InvalidJobException(
                        "a jid must have no control characters, and has U+%04X".formatted((int) jid.charAt(i)));
            }
        }
        return jid;
    }

    private static String time(String field, Instant time) {
        if (time.isAfter(LATEST) || time.isBefore(Instant.EPOCH)) {
            throw new InvalidJobException(field + " must be from 1970 to 9999, and is " + time);
        }
        return time.toString();
    }

    private static boolean write(Object value, String path, Object place, CheckedGenerator json) {
        try {
            var plain = isPlain(value, json);
            if (!plain) {
                MAPPER.writeValue(json, value);
            }
            return plain;
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw unencodable(
                    json.refusedBefore() + path.formatted(place) + " of "
                            + value.getClass().getName() + " has no JSON form",
                    e);
        }
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

    private static InvalidJobException unencodable(String what, Throwable cause) {
        var why = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        return new InvalidJobException(ErrorCode.UNENCODABLE_VALUE, what + " (" + why + ")", cause);
    }
}
