package org.faktoryjca.bench.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What working costs without a worker: a socket for each lane, ACK and the next FETCH in one write. */
public final class RawWorker {
    private static final String WID = "rawworker" + ProcessHandle.current().pid();
    private static final long BEAT_MILLIS = 15_000;

    private final Socket socket;
    private final byte[] buffer = new byte[8192];
    private int position;
    private int end;
    private boolean reported;

    private RawWorker(String host, int port) throws IOException {
        socket = new Socket(host, port);
        socket.setTcpNoDelay(true);
        line();
        say("HELLO {\"v\":2,\"wid\":\"" + WID + "\",\"hostname\":\"bench\",\"pid\":1,\"labels\":[]}\r\n");
        line();
    }

    /** Arguments: the queue, how many sockets, and how many threads, each of which goes from socket to socket in a fixed order. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var url = URI.create(System.getenv("FAKTORY_URL"));
        var fetch = "FETCH " + arguments[0] + "\r\n";
        var threads = Integer.parseInt(arguments[2]);
        var each = Integer.parseInt(arguments[1]) / threads;
        var gate = Gate.instance();
        for (int i = 0; i < threads; i++) {
            var workers = new ArrayList<RawWorker>();
            for (int j = 0; j < each; j++) {
                workers.add(new RawWorker(url.getHost(), url.getPort()));
            }
            new Thread(() -> work(workers, fetch, gate), "raw-" + i).start();
        }
        var heart = new RawWorker(url.getHost(), url.getPort());
        while (true) {
            heart.say("BEAT {\"wid\":\"" + WID + "\"}\r\n");
            heart.line();
            Thread.sleep(BEAT_MILLIS);
        }
    }

    private static void work(List<RawWorker> workers, String fetch, Gate gate) {
        try {
            for (var worker : workers) {
                worker.say(fetch);
            }
            while (true) {
                for (var worker : workers) {
                    worker.step(fetch, gate);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void step(String fetch, Gate gate) throws IOException {
        if (reported) {
            line();
        }
        var length = Integer.parseInt(line().substring(1));
        reported = length >= 0;
        if (!reported) {
            say(fetch);
            return;
        }
        var job = text(length);
        gate.pass(Long.parseLong(between(job, "\"args\":[", ",")));
        say("ACK {\"jid\":\"" + between(job, "\"jid\":\"", "\"") + "\"}\r\n" + fetch);
    }

    private static String between(String text, String before, String after) {
        var from = text.indexOf(before) + before.length();
        return text.substring(from, text.indexOf(after, from));
    }

    private void say(String line) throws IOException {
        socket.getOutputStream().write(line.getBytes(StandardCharsets.US_ASCII));
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int b = next(); b != '\n'; b = next()) {
            line.append((char) b);
        }
        return line.substring(0, line.length() - 1);
    }

    private String text(int length) throws IOException {
        var bytes = new byte[length + 2];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = next();
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private byte next() throws IOException {
        if (position == end) {
            end = Math.max(0, socket.getInputStream().read(buffer));
            position = 0;
            if (end == 0) {
                throw new IOException("the work server closed the connection");
            }
        }
        return buffer[position++];
    }
}
