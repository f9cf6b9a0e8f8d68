package org.faktoryjca.client.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.faktoryjca.JobFilter;
import org.faktoryjca.client.json.Json;

/**
 * The commands of an operator, and those of Faktory Enterprise.
 *
 * @param <R> what a good reply says
 */
public sealed interface AdminCommand<R> extends Command<R> {
    /**
     * Does something to queues.
     *
     * @param action {@code PAUSE}, {@code RESUME} or {@code REMOVE}
     * @param names at least one; empty means every queue
     */
    record ChangeQueues(String action, List<String> names) implements AdminCommand<Boolean> {
        private static final List<String> ALL = List.of("*");

        /** For these queues. */
        public static ChangeQueues some(String action, List<String> names) {
            return new ChangeQueues(action, QueueCommand.checked(names));
        }

        /** For every queue that the server knows. */
        public static ChangeQueues all(String action) {
            return new ChangeQueues(action, ALL);
        }

        @Override
        public void writeTo(ByteArrayOutputStream out) {
            QueueCommand.write(out, action, names);
        }

        @Override
        public Boolean read(Reply reply) throws IOException {
            return Lines.ok(this, reply);
        }

        @Override
        public String what() {
            return "QUEUE " + action + " " + String.join(" ", names);
        }
    }

    /** For how long the next job of each queue has been waiting. */
    record Latency(List<String> names) implements AdminCommand<Map<String, Duration>> {
        /** Checks the names. */
        public Latency {
            names = QueueCommand.checked(names);
        }

        @Override
        public void writeTo(ByteArrayOutputStream out) {
            QueueCommand.write(out, "LATENCY", names);
        }

        @Override
        public Map<String, Duration> read(Reply reply) throws IOException {
            return QueueCommand.latency(this, reply);
        }

        @Override
        public String what() {
            return "QUEUE LATENCY " + String.join(" ", names);
        }
    }

    /**
     * Does something to jobs of a set.
     *
     * @param action {@code requeue}, {@code kill}, {@code discard} or {@code clear}
     * @param set {@code scheduled}, {@code retries} or {@code dead}
     * @param filter which of them
     */
    record Mutate(String action, String set, JobFilter filter) implements AdminCommand<Boolean> {
        /**
         * Checks the filter.
         *
         * @throws IllegalArgumentException as {@link MutateConditions#of}
         */
        public Mutate {
            MutateConditions.of(filter);
        }

        @Override
        public void writeTo(ByteArrayOutputStream out) {
            var operation = new LinkedHashMap<String, Object>();
            operation.put("cmd", action);
            operation.put("target", set);
            if (!filter.isEveryJob()) {
                var conditions = new LinkedHashMap<String, Object>();
                if (!filter.jids().isEmpty()) {
                    conditions.put("jids", filter.jids());
                }
                var conditioned = MutateConditions.of(filter);
                conditioned.jobtype().ifPresent(type -> conditions.put("jobtype", type));
                conditioned.regexp().ifPresent(glob -> conditions.put("regexp", glob));
                operation.put("filter", conditions);
            }
            // The server splits the line on blanks, also within a text of its JSON.
            var json = new String(Json.write(operation), StandardCharsets.UTF_8).replace(" ", "\\u0020");
            Lines.write(out, "MUTATE", json.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public Boolean read(Reply reply) throws IOException {
            return Lines.ok(this, reply);
        }

        @Override
        public String what() {
            return "MUTATE " + action + " of " + set;
        }
    }

    /**
     * BATCH or TRACK, as it is: not verified against an Enterprise server, which alone has them.
     *
     * @param verb {@code BATCH} or {@code TRACK}
     * @param rest what follows, in one line
     */
    record Enterprise(String verb, String rest) implements AdminCommand<String> {
        /** Checks that it is one line. */
        public Enterprise {
            if (rest.indexOf('\n') >= 0 || rest.indexOf('\r') >= 0) {
                throw new IllegalArgumentException(verb + " takes one line");
            }
        }

        @Override
        public void writeTo(ByteArrayOutputStream out) {
            Lines.write(out, verb, rest.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String read(Reply reply) throws IOException {
            if (reply instanceof Reply.Text text) {
                return text.text();
            }
            return reply instanceof Reply.Nothing ? "" : new String(Lines.bulk(this, reply), StandardCharsets.UTF_8);
        }

        @Override
        public String what() {
            return verb + " " + rest.split(" ", 2)[0];
        }
    }
}
