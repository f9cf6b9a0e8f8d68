package org.faktoryjca.ra.outbound;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A work server that refuses jobs which the real one takes: of type {@code bad} alone, and a whole PUSHB where one is of type
 * {@code poison}. Of others it says, as long as {@link #troubled}, that its Redis is full ({@code troubled}), or what no known server
 * says ({@code odd}). The real server's words and forms.
 */
final class RefusingServer implements AutoCloseable {
    private static final Pattern JOB = Pattern.compile("\"jid\":\"([^\"]+)\".*?\"jobtype\":\"([^\"]+)\"");

    private final ServerSocket listening;
    final List<String> accepted = new CopyOnWriteArrayList<>();
    volatile boolean troubled = true;
    private final AtomicInteger connections = new AtomicInteger();

    RefusingServer() throws IOException {
        listening = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        start(this::accept);
    }

    String url() {
        return "tcp://127.0.0.1:" + listening.getLocalPort();
    }

    /** How many have come. */
    int connections() {
        return connections.get();
    }

    private static void start(Runnable task) {
        var thread = new Thread(task, "refusing-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                var socket = listening.accept();
                connections.incrementAndGet();
                start(() -> serve(socket));
            } catch (IOException e) {
                // Closed.
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            say(socket, "+HI {\"v\":2}\r\n");
            for (var line = in.readLine(); line != null && !line.equals("END"); line = in.readLine()) {
                say(socket, line.startsWith("PUSHB ") ? pushed(line) : "+OK\r\n");
            }
        } catch (IOException e) {
            // The client has gone.
        }
    }

    private String pushed(String line) {
        if (line.contains("\"jobtype\":\"poison\"")) {
            return "-ERR json: cannot unmarshal\r\n";
        }
        var jobs = JOB.matcher(line).results().toList();
        jobs.stream().filter(job -> words(job.group(2)).isEmpty()).forEach(job -> accepted.add(job.group(2)));
        var refused = jobs.stream()
                .filter(job -> !words(job.group(2)).isEmpty())
                .map(job -> "\"" + job.group(1) + "\":\"" + words(job.group(2)) + "\"")
                .collect(Collectors.joining(",", "{", "}"));
        return "$" + refused.length() + "\r\n" + refused + "\r\n";
    }

    private String words(String type) {
        return switch (type) {
            case "bad" -> "jobs must be better";
            case "troubled" -> troubled ? "OOM command not allowed when used memory > 'maxmemory'." : "";
            case "odd" -> troubled ? "no room for it" : "";
            default -> "";
        };
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
