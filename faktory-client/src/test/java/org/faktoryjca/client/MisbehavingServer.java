package org.faktoryjca.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.faktoryjca.client.settings.ServerSettings;

/** A socket that does what its script says to each connection, and nothing of what a Faktory should. */
final class MisbehavingServer implements AutoCloseable {
    private final ServerSocket listener;
    private final CompletableFuture<Void> done;

    private MisbehavingServer(ServerSocket listener, CompletableFuture<Void> done) {
        this.listener = listener;
        this.done = done;
    }

    /** What is done to a connection. */
    interface Script {
        void play(Conversation conversation) throws IOException;
    }

    /** One connection, as the script sees it. */
    static final class Conversation {
        private final BufferedReader in;
        private final OutputStream out;
        private final Socket socket;

        Conversation(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            this.out = socket.getOutputStream();
        }

        Conversation say(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
            return this;
        }

        /** The next line; null if the client has closed. */
        String hear() throws IOException {
            return in.readLine();
        }

        /** As a Faktory without a password would begin. */
        Conversation greet() throws IOException {
            say("+HI {\"v\":2}\r\n").hear();
            return say("+OK\r\n");
        }

        void hangUp() throws IOException {
            socket.close();
        }

        /** Says nothing more, until the client gives up. */
        void fallSilent() throws IOException {
            while (hear() != null) {
                continue;
            }
        }
    }

    static MisbehavingServer that(Script script) throws IOException {
        var listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var done = CompletableFuture.runAsync(() -> serve(listener, script), task -> {
            var thread = new Thread(task, "misbehaving-server");
            thread.setDaemon(true);
            thread.start();
        });
        return new MisbehavingServer(listener, done);
    }

    private static void serve(ServerSocket listener, Script script) {
        try (var socket = listener.accept()) {
            script.play(new Conversation(socket));
        } catch (IOException e) {
            // The client hung up in the middle of the script, which it may: the test looks at the client.
            assert e.getMessage() != null;
        }
    }

    /** With a time-out for reading that tests can wait for, and one for connecting that a busy machine does not reach. */
    ServerSettings settings() {
        return ServerSettings.at("tcp://127.0.0.1:" + listener.getLocalPort())
                .withConnectTimeout(Duration.ofSeconds(10))
                .withReadTimeout(Duration.ofMillis(300));
    }

    /** With one for connecting, too, that tests can wait for. */
    ServerSettings hastySettings() {
        return settings().withConnectTimeout(Duration.ofMillis(500));
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Waits until the script has been played to its end. */
    void awaitEnd() {
        done.join();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
