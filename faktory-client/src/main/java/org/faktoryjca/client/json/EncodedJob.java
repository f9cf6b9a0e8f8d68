package org.faktoryjca.client.json;

import java.io.IOException;
import java.util.List;
import java.util.Objects;

/**
 * A job as it goes to the server: checked, its arguments fixed. What names it stays at hand for messages. Immutable and
 * thread-safe.
 */
public final class EncodedJob {
    private final String jid;
    private final String type;
    private final String queue;
    private final byte[] json;

    EncodedJob(String jid, String type, String queue, byte[] json) {
        this.jid = Objects.requireNonNull(jid);
        this.type = Objects.requireNonNull(type);
        this.queue = Objects.requireNonNull(queue);
        this.json = Objects.requireNonNull(json);
    }

    /**
     * A job that was encoded before, as a spill file holds it: its JSON is kept as it is.
     *
     * @throws IOException if it is no JSON object, or has no jid, type or arguments
     */
    public static EncodedJob read(byte[] json) throws IOException {
        var fields = Json.read(json);
        if (fields.get("jid") instanceof String jid
                && fields.get("jobtype") instanceof String type
                && fields.get("args") instanceof List) {
            var queue = fields.get("queue") instanceof String named ? named : JobDefaults.STANDARD.queue();
            return new EncodedJob(jid, type, queue, json);
        }
        throw new IOException("a job without jid, jobtype or args");
    }

    /** The job's id. */
    public String jid() {
        return jid;
    }

    /** The job's type. */
    public String type() {
        return type;
    }

    /** The queue it goes to. */
    public String queue() {
        return queue;
    }

    /** How many bytes of JSON it is. */
    public int size() {
        return json.length;
    }

    /** Its JSON, not copied: whoever gets it writes it out and changes nothing. */
    public byte[] json() {
        return json;
    }

    /** Jid, type and queue, never the arguments. */
    @Override
    public String toString() {
        return "job " + jid + " (" + type + ", queue " + queue + ")";
    }
}
