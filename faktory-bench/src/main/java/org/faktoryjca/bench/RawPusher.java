package org.faktoryjca.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** What the protocol costs without a client: a socket, a line, a reply that is skipped. */
final class RawPusher implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private long serial = System.nanoTime();

    RawPusher(String host, int port) throws IOException {
        socket = new Socket(host, port);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
        skipLine();
        say("HELLO {\"v\":2}");
        skipLine();
    }

    /** Pushes one job with this first argument. */
    void push(String queue, long argument) throws IOException {
        var line = new StringBuilder("PUSHB [");
        job(queue, argument, line);
        say(line.append("]").toString());
        skipLine();
        skipLine();
    }

    /** Pushes so many jobs, so many in one command. */
    void push(String queue, int jobs, int chunk) throws IOException {
        for (int done = 0; done < jobs; done += chunk) {
            var line = new StringBuilder("PUSHB [");
            for (int i = 0; i < chunk; i++) {
                line.append(i == 0 ? "" : ",");
                job(queue, i, line);
            }
            say(line.append("]").toString());
            skipLine();
            skipLine();
        }
    }

    private void job(String queue, long argument, StringBuilder line) {
        line.append("{\"jid\":\"")
                .append(Long.toHexString(serial++))
                .append("\",\"jobtype\":\"bench\",\"queue\":\"")
                .append(queue)
                .append("\",\"retry\":25,\"reserve_for\":1800,\"args\":[")
                .append(argument)
                .append(",\"someone@example.org\",\"a text of a usual length for an argument\"]}");
    }

    void flush() throws IOException {
        say("FLUSH");
        skipLine();
    }

    private void say(String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    private void skipLine() throws IOException {
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the work server closed the connection");
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
