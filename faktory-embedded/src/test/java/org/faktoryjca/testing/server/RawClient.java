package org.faktoryjca.testing.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A client of bytes and lines: it knows no more of the protocol than where a reply ends. */
final class RawClient implements AutoCloseable {

    /** Longer than anything a server takes by design; so that a test fails and does not hang. */
    private static final int READ_MILLIS = 20_000;

    private final Socket socket;
    private final InputStream in;

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(READ_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** Connected, and nothing read yet. */
    static RawClient silent(WorkServer server) throws IOException {
        return over(new Socket("127.0.0.1", server.port()));
    }

    /** Connected in a way of its own. */
    static RawClient over(Socket socket) throws IOException {
        return new RawClient(socket);
    }

    static RawClient greeted(WorkServer server) throws IOException {
        return greeted(server, "{\"v\":2}");
    }

    static RawClient worker(WorkServer server, String wid) throws IOException {
        return greeted(server, "{\"v\":2,\"hostname\":\"h\",\"pid\":1,\"labels\":[\"java\"],\"wid\":\"" + wid + "\"}");
    }

    private static RawClient greeted(WorkServer server, String hello) throws IOException {
        var client = silent(server);
        var hi = client.read();
        var reply = client.ask("HELLO " + hello);
        if (!hi.startsWith("+HI ") || !reply.equals("+OK")) {
            throw new IllegalStateException(hi + " / " + reply);
        }
        return client;
    }

    String ask(String command) throws IOException {
        send(command);
        return read();
    }

    void send(String command) throws IOException {
        sendWithoutEnd(command + "\r\n");
    }

    void sendWithoutEnd(String text) throws IOException {
        sendBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    void sendBytes(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** These bytes, and the end of what this client has to say; the server may have closed the connection before. */
    void sendLast(byte[]... parts) throws IOException {
        try {
            for (var part : parts) {
                sendBytes(part);
            }
            socket.shutdownOutput();
        } catch (SocketException e) {
            // What it has answered can still be read.
        }
    }

    /** Everything that still comes, byte for byte, until the server ends the connection; of one that is reset, what has come. */
    String rest() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try {
            for (var b = in.read(); b != -1; b = in.read()) {
                bytes.write(b);
            }
        } catch (SocketException e) {
            // A server that closes with unread input resets.
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    /** A line with its first character; of a bulk reply, the text alone; "nil"; or "closed". */
    String read() throws IOException {
        var line = line();
        if (!line.startsWith("$")) {
            return line;
        }
        var length = Integer.parseInt(line.substring(1));
        if (length < 0) {
            return "nil";
        }
        var text = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        line();
        return text;
    }

    /** Whether the server has ended this connection; what it sent before is lost. */
    boolean isClosed() throws IOException {
        socket.setSoTimeout(10);
        try {
            return read().equals("closed");
        } catch (SocketTimeoutException e) {
            return false;
        } finally {
            socket.setSoTimeout(READ_MILLIS);
        }
    }

    /** Pushes a job with these fields too, each after a comma. */
    void push(String jid, String more) throws IOException {
        var job = "{\"jid\":\"" + jid + "\",\"jobtype\":\"test\",\"args\":[],\"retry\":25" + more + "}";
        assertThat(ask("PUSHB [" + job + "]")).isEqualTo("{}");
    }

    JsonObject askJson(String command) throws IOException {
        return json(ask(command));
    }

    static JsonObject json(String text) {
        return JsonParser.parseString(text).getAsJsonObject();
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        try {
            for (var b = in.read(); b != '\n'; b = in.read()) {
                if (b == -1) {
                    return "closed";
                }
                line.write(b);
            }
        } catch (SocketException e) {
            return "closed";
        }
        var text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    static String hash(String password, String salt, int iterations) throws NoSuchAlgorithmException {
        var hash = (password + salt).getBytes(StandardCharsets.UTF_8);
        for (var i = 0; i < iterations; i++) {
            hash = MessageDigest.getInstance("SHA-256").digest(hash);
        }
        return HexFormat.of().formatHex(hash);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
