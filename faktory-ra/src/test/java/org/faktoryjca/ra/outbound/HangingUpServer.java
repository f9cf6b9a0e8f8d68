package org.faktoryjca.ra.outbound;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/** Hangs up on the first who pushes, greets all others when this is done, and never answers what they push. */
final class HangingUpServer implements AutoCloseable {
    private final ServerSocket listening;
    private final Runnable beforeTheSecondGreeting;
    private final CountDownLatch closed = new CountDownLatch(1);

    HangingUpServer(Runnable beforeTheSecondGreeting) throws IOException {
        this.beforeTheSecondGreeting = beforeTheSecondGreeting;
        this.listening = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        start(this::accept);
    }

    String url() {
        return "tcp://127.0.0.1:" + listening.getLocalPort();
    }

    private static void start(Runnable task) {
        var thread = new Thread(task, "hanging-up-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        for (int i = 0; !listening.isClosed(); i++) {
            var first = i == 0;
            try {
                var socket = listening.accept();
                start(() -> serve(socket, first));
            } catch (IOException e) {
                // Closed.
            }
        }
    }

    private void serve(Socket socket, boolean first) {
        try (socket) {
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            if (!first) {
                beforeTheSecondGreeting.run();
            }
            say(socket, "+HI {\"v\":2}\r\n");
            in.readLine();
            say(socket, "+OK\r\n");
            in.readLine();
            if (!first) {
                closed.await();
            }
        } catch (IOException e) {
            // The client has gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        listening.close();
    }
}
