package org.faktoryjca.testing.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A conversation with a Redis over its Unix socket, in as much of its protocol (RESP2, see redis.io) as is needed here. Not
 * for use by several threads.
 */
final class RedisSocket implements AutoCloseable {

    private final SocketChannel channel;
    private final InputStream in;

    private RedisSocket(SocketChannel channel) {
        this.channel = channel;
        this.in = new BufferedInputStream(Channels.newInputStream(channel));
    }

    static RedisSocket open(Path socket) {
        try {
            var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.connect(UnixDomainSocketAddress.of(socket));
                return new RedisSocket(channel);
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot reach the Redis of Faktory at " + socket + ": " + e.getMessage(), e);
        }
    }

    /** The reply to a command: a text, a number or a list of these; an empty text for nothing. */
    Object command(String... words) {
        return command(List.of(words));
    }

    Object command(List<String> words) {
        try {
            send(words);
            return reply(words.get(0));
        } catch (IOException e) {
            throw new UncheckedIOException("Redis broke off at " + words.get(0) + ": " + e.getMessage(), e);
        }
    }

    /** The reply to a command that answers a list of texts. */
    List<String> texts(String... words) {
        return texts(command(words));
    }

    static List<String> texts(Object reply) {
        return ((List<?>) reply).stream().map(String::valueOf).toList();
    }

    /** Saves, and ends the Redis: there is no reply but the end of the connection. */
    void shutdown() {
        try {
            send(List.of("SHUTDOWN", "SAVE"));
            var first = in.read();
            if (first >= 0) {
                throw new IllegalStateException("Redis did not save: " + (char) first + line());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Redis broke off at SHUTDOWN: " + e.getMessage(), e);
        }
    }

    private void send(List<String> words) throws IOException {
        var out = new ByteArrayOutputStream();
        out.writeBytes(("*" + words.size() + "\r\n").getBytes(StandardCharsets.US_ASCII));
        for (var word : words) {
            var bytes = word.getBytes(StandardCharsets.UTF_8);
            out.writeBytes(("$" + bytes.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.writeBytes(bytes);
            out.writeBytes(new byte[] {'\r', '\n'});
        }
        var buffer = ByteBuffer.wrap(out.toByteArray());
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private Object reply(String command) throws IOException {
        var kind = in.read();
        var line = line();
        switch (kind) {
            case '+' -> {
                return line;
            }
            case ':' -> {
                return Long.parseLong(line);
            }
            case '$' -> {
                return bulk(Integer.parseInt(line));
            }
            case '*' -> {
                var list = new ArrayList<>();
                for (var left = Integer.parseInt(line); left > 0; left--) {
                    list.add(reply(command));
                }
                return list;
            }
            case '-' -> throw new IllegalStateException("Redis refused " + command + ": " + line);
            default -> throw new IOException("no reply of Redis: " + (char) kind + line);
        }
    }

    private String bulk(int length) throws IOException {
        if (length < 0) {
            return "";
        }
        var bytes = in.readNBytes(length);
        line();
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (var c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the connection ended");
            }
            line.write(c);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
