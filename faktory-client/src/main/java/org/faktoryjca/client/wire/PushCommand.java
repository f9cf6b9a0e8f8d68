package org.faktoryjca.client.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.faktoryjca.Job;
import org.faktoryjca.client.json.EncodedJob;
import org.faktoryjca.client.json.JobWriter;
import org.faktoryjca.client.json.Json;

/**
 * The commands that bring jobs to the server.
 *
 * @param <R> what a good reply says
 */
public sealed interface PushCommand<R> extends Command<R> {
    /** Stores one job; the server changes its default of {@code retry} for everyone when this names one. */
    record Plain(EncodedJob job) implements PushCommand<Boolean> {
        @Override
        public void writeTo(ByteArrayOutputStream out) {
            Lines.write(out, "PUSH", job.json());
        }

        @Override
        public Boolean read(Reply reply) throws IOException {
            return Lines.ok(this, reply);
        }

        @Override
        public String what() {
            return "PUSH of " + job;
        }
    }

    /** Stores jobs; answers the jids of those not taken, with why. None at all is a harmless ping. */
    record Bulk(List<EncodedJob> jobs) implements PushCommand<Map<String, String>> {
        private static final byte[] VERB = "PUSHB [".getBytes(StandardCharsets.US_ASCII);

        /** Nearly every answer. */
        private static final byte[] NONE_REFUSED = {'{', '}'};

        @Override
        public void writeTo(ByteArrayOutputStream out) {
            out.writeBytes(VERB);
            var first = true;
            for (var job : jobs) {
                if (!first) {
                    out.write(',');
                }
                first = false;
                out.writeBytes(job.json());
            }
            out.write(']');
        }

        @Override
        public Map<String, String> read(Reply reply) throws IOException {
            return refused(this, reply);
        }

        private static Map<String, String> refused(Command<?> command, Reply reply) throws IOException {
            var json = Lines.bulk(command, reply);
            if (Arrays.equals(json, NONE_REFUSED)) {
                return Map.of();
            }
            var refused = new LinkedHashMap<String, String>();
            Json.read(json).forEach((jid, why) -> refused.put(jid, String.valueOf(why)));
            return refused;
        }

        @Override
        public String what() {
            return jobs.size() == 1 ? "push of " + jobs.get(0) : "PUSHB of " + jobs.size() + " jobs";
        }
    }

    /** {@link Bulk} of one job that is encoded into the line itself; answers the server's words if it was not taken. */
    record One(Job job, JobWriter writer) implements PushCommand<Optional<String>> {
        @Override
        public void writeTo(ByteArrayOutputStream out) {
            out.writeBytes(Bulk.VERB);
            writer.write(job, out);
            out.write(']');
        }

        @Override
        public Optional<String> read(Reply reply) throws IOException {
            var refused = Bulk.refused(this, reply);
            return refused.isEmpty()
                    ? Optional.empty()
                    : Optional.of(refused.values().iterator().next());
        }

        @Override
        public String what() {
            return "push of job " + job.jid() + " (" + job.type() + ")";
        }
    }
}
