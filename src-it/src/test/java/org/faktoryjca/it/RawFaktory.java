package org.faktoryjca.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The work server by a bare socket, as any program in any language would talk to it. */
final class RawFaktory implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;

    RawFaktory(String host, int port) throws IOException {
        socket = new Socket(host, port);
        socket.setSoTimeout(10_000);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        read();
        expectOk(command("HELLO {\"v\":2}"));
    }

    static RawFaktory open() throws IOException {
        return new RawFaktory(Suite.faktory().host(), Suite.faktory().port());
    }

    String command(String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        return read();
    }

    private String read() throws IOException {
        var line = in.readLine();
        return line.equals("$-1") || !line.startsWith("$") ? line : in.readLine();
    }

    /** Forgets what earlier tests have left: their failed jobs would come back at any time. */
    void flush() throws IOException {
        expectOk(command("FLUSH"));
    }

    void push(String json) throws IOException {
        expectOk(command("PUSH " + json));
    }

    /** A job with a {@code retry}: by PUSH that would change what the server takes for the default of all. */
    void pushWithRetry(String json) throws IOException {
        var refused = command("PUSHB [" + json + "]");
        if (!refused.equals("{}")) {
            throw new AssertionError("the work server answered " + refused);
        }
    }

    /** The next job of a queue, acknowledged; empty if there is none within the server's 2 s. */
    String fetch(String queue) throws IOException {
        var job = command("FETCH " + queue);
        if (job.equals("$-1")) {
            return "";
        }
        command("ACK {\"jid\":\"" + text(job, "jid") + "\"}");
        return job;
    }

    /** The jobs that are there, in order, acknowledged; none comes within the server's 2 s. */
    List<String> fetchAll(String queue) throws IOException {
        var jobs = new ArrayList<String>();
        for (var job = fetch(queue); !job.isEmpty(); job = fetch(queue)) {
            jobs.add(job);
        }
        return jobs;
    }

    /** Likewise their types. */
    List<String> fetchTypes(String queue) throws IOException {
        return fetchAll(queue).stream().map(job -> text(job, "jobtype")).toList();
    }

    /** The text of a job's field. */
    static String text(String job, String field) {
        var found = Pattern.compile("\"" + field + "\":\"([^\"]+)\"").matcher(job);
        if (!found.find()) {
            throw new AssertionError("no " + field + " in " + job);
        }
        return found.group(1);
    }

    private static void expectOk(String reply) {
        if (!reply.equals("+OK")) {
            throw new AssertionError("the work server answered " + reply);
        }
    }

    /** What the server counts. */
    Counts counts() throws IOException {
        var info = command("INFO");
        var queues = info.replaceFirst(".*?\"queues\":\\{(.*?)}.*", "$1");
        var waiting =
                Pattern.compile(":(\\d+)").matcher(queues).results().mapToLong(found -> Long.parseLong(found.group(1)));
        var sets = info.replaceFirst(".*?\"sets\":\\{(.*?)}.*", "$1");
        return new Counts(
                number(info, "total_processed"),
                number(info, "total_failures"),
                waiting.sum(),
                number(sets, "retries"),
                number(sets, "dead"),
                number(sets, "working"),
                number(info, "connections"));
    }

    private static long number(String json, String field) {
        var found = Pattern.compile("\"" + field + "\":(\\d+)").matcher(json);
        if (!found.find()) {
            throw new AssertionError("no " + field + " in " + json);
        }
        return Long.parseLong(found.group(1));
    }

    record Counts(long processed, long failures, long queued, long retries, long dead, long working, long connections) {
        /** The server counts failures among what it has processed. */
        long succeeded() {
            return processed - failures;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
