package org.faktoryjca.client.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.faktoryjca.ServerInfo;
import org.faktoryjca.client.BeatReply;
import org.faktoryjca.client.WorkerIdentity;
import org.faktoryjca.client.json.Json;

/**
 * One command of the protocol: how it is written, and what its reply means. Immutable.
 *
 * <p>Source: protocol specification, "Client commands".
 *
 * @param <R> what a good reply says
 */
public sealed interface Command<R>
        permits Command.Hello,
                Command.Fetch,
                Command.Ack,
                Command.Fail,
                Command.Beat,
                Command.Info,
                Command.Flush,
                PushCommand,
                AdminCommand {
    /** The line without its end. */
    void writeTo(ByteArrayOutputStream out);

    /**
     * What a reply that is no refusal says.
     *
     * @throws IOException if it is not one of this command's
     */
    R read(Reply reply) throws IOException;

    /** What was tried, for messages: never the payload. */
    String what();

    /**
     * Whether an error about it may come as several lines, of which all but the first would be taken for replies to what is said
     * later: Faktory up to 1.10.0 repeats in it, as it is, what the command names.
     */
    default boolean mayBreakLines() {
        return false;
    }

    /**
     * The first command of a conversation.
     *
     * @param worker who says it, if it is a worker
     * @param passwordHash what the server asked for, if it did
     */
    record Hello(Optional<WorkerIdentity> worker, Optional<String> passwordHash) implements Command<Boolean> {
        /** The version of the protocol that is spoken here. */
        public static final int VERSION = 2;

        @Override
        public void writeTo(ByteArrayOutputStream out) {
            var fields = new LinkedHashMap<String, Object>();
            fields.put("v", VERSION);
            worker.ifPresent(who -> {
                fields.put("wid", who.wid());
                fields.put("hostname", who.hostname());
                fields.put("pid", who.pid());
                fields.put("labels", who.labels());
            });
            passwordHash.ifPresent(hash -> fields.put("pwdhash", hash));
            Lines.write(out, "HELLO", Json.write(fields));
        }

        @Override
        public Boolean read(Reply reply) throws IOException {
            return Lines.ok(this, reply);
        }

        @Override
        public String what() {
            return "HELLO";
        }

        /** Never the hash. */
        @Override
        public String toString() {
            return "Hello[" + worker + "]";
        }
    }

    /** The next job of the first of these queues that has one, as JSON; the server waits for up to 2 s. */
    record Fetch(List<String> queues) implements Command<Optional<byte[]>> {
        /**
         * Checks the names.
         *
         * @throws IllegalArgumentException if there is none, or one that the server would take for something else
         */
        public Fetch {
            queues = QueueCommand.checked(queues);
        }

        @Override
        public void writeTo(ByteArrayOutputStream out) {
            Lines.write(out, "FETCH", String.join(" ", queues).getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public Optional<byte[]> read(Reply reply) throws IOException {
            return reply instanceof Reply.Nothing ? Optional.empty() : Optional.of(Lines.bulk(this, reply));
        }

        @Override
        public String what() {
            return "FETCH from " + String.join(", ", queues);
        }
    }

    /** The job is done. The server says OK to a jid that it does not know, too. */
    record Ack(String jid) implements Command<Boolean> {
        @Override
        public void writeTo(ByteArrayOutputStream out) {
            Lines.write(out, "ACK", Lines.object("jid", jid));
        }

        @Override
        public Boolean read(Reply reply) throws IOException {
            return Lines.ok(this, reply);
        }

        @Override
        public String what() {
            return "ACK of job " + jid;
        }

        @Override
        public boolean mayBreakLines() {
            return Lines.hasControls(jid);
        }
    }

    /** The job has failed. */
    record Fail(String jid, String errorType, String message, List<String> backtrace) implements Command<Boolean> {
        @Override
        public void writeTo(ByteArrayOutputStream out) {
            Lines.write(
                    out,
                    "FAIL",
                    Json.write(Map.of("jid", jid, "errtype", errorType, "message", message, "backtrace", backtrace)));
        }

        @Override
        public Boolean read(Reply reply) throws IOException {
            return Lines.ok(this, reply);
        }

        @Override
        public String what() {
            return "FAIL of job " + jid;
        }

        @Override
        public boolean mayBreakLines() {
            return Lines.hasControls(jid);
        }
    }

    /** A worker's sign of life; if it is quiet it says so. */
    record Beat(String wid, boolean quiet) implements Command<BeatReply> {
        @Override
        public void writeTo(ByteArrayOutputStream out) {
            Lines.write(
                    out, "BEAT", Json.write(quiet ? Map.of("wid", wid, "current_state", "quiet") : Map.of("wid", wid)));
        }

        @Override
        public BeatReply read(Reply reply) throws IOException {
            if (reply instanceof Reply.Text text && text.text().equals("OK")) {
                return BeatReply.OK;
            }
            var state = String.valueOf(Json.read(Lines.bulk(this, reply)).get("state"));
            return switch (state) {
                case "quiet" -> BeatReply.QUIET;
                case "terminate" -> BeatReply.TERMINATE;
                default -> throw new BrokenReplyException("BEAT was answered by the unknown state '" + state + "'");
            };
        }

        @Override
        public String what() {
            return "BEAT of worker " + wid;
        }

        @Override
        public boolean mayBreakLines() {
            return Lines.hasControls(wid);
        }
    }

    /** What the server says about itself. */
    record Info() implements Command<ServerInfo> {
        @Override
        public void writeTo(ByteArrayOutputStream out) {
            out.writeBytes("INFO".getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public ServerInfo read(Reply reply) throws IOException {
            return InfoReader.read(Json.read(Lines.bulk(this, reply)));
        }

        @Override
        public String what() {
            return "INFO";
        }
    }

    /** Empties the server's store: every queue, every set, every count. */
    record Flush() implements Command<Boolean> {
        @Override
        public void writeTo(ByteArrayOutputStream out) {
            out.writeBytes("FLUSH".getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public Boolean read(Reply reply) throws IOException {
            return Lines.ok(this, reply);
        }

        @Override
        public String what() {
            return "FLUSH";
        }
    }
}
