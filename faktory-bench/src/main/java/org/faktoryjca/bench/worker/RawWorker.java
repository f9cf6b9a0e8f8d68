package org.faktoryjca.bench.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** What working costs without a worker: a thread and a socket for each lane, ACK and the next FETCH in one write. */
public final class RawWorker {
    private static final String WID = "rawworker" + ProcessHandle.current().pid();
    private static final long BEAT_MILLIS = 15_000;

    private final Socket socket;
    private final byte[] buffer = new byte[8192];
    private int position;
    private int end;

    private RawWorker(String host, int port) throws IOException {
        socket = new Socket(host, port);
        socket.setTcpNoDelay(true);
        line();
        say("HELLO {\"v\":2,\"wid\":\"" + WID + "\",\"hostname\":\"bench\",\"pid\":1,\"labels\":[]}\r\n");
        line();
    }

    /** Arguments: the queue, how many connections. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var url = URI.create(System.getenv("FAKTORY_URL"));
        var fetch = "FETCH " + arguments[0] + "\r\n";
        for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
            var worker = new RawWorker(url.getHost(), url.getPort());
            new Thread(() -> worker.work(fetch), "raw-" + i).start();
        }
        var heart = new RawWorker(url.getHost(), url.getPort());
        while (true) {
            heart.say("BEAT {\"wid\":\"" + WID + "\"}\r\n");
            heart.line();
            Thread.sleep(BEAT_MILLIS);
        }
    }

    private void work(String fetch) {
        var gate = Gate.instance();
        try {
            say(fetch);
            while (true) {
                var length = Integer.parseInt(line().substring(1));
                if (length < 0) {
                    say(fetch);
                    continue;
                }
                var job = text(length);
                gate.pass(Long.parseLong(between(job, "\"args\":[", ",")));
                say("ACK {\"jid\":\"" + between(job, "\"jid\":\"", "\"") + "\"}\r\n" + fetch);
                line();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
