package org.faktoryjca.testing.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** What a server that runs alone is told on its standard input: {@code quiet} and {@code terminate}, a line each. */
final class Orders {

    private static final long LOOK_MILLIS = 100;

    private final InputStream in;
    private final EmbeddedFaktory server;
    private final StringBuilder line = new StringBuilder();

    Orders(InputStream in, EmbeddedFaktory server) {
        this.in = in;
        this.server = server;
    }

    /**
     * Obeys until the thread is interrupted. It looks whether there is something to read, and does not wait in a read: a shell
     * stops a program in the background that reads from its terminal.
     */
    void obey() throws InterruptedException {
        while (true) {
            try {
                readWhatIsThere();
            } catch (IOException e) {
                System.err.println("standard input cannot be read: " + e.getMessage());
                return;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    private void readWhatIsThere() throws IOException {
        for (var there = in.available(); there > 0; there = in.available()) {
            for (var character : new String(in.readNBytes(there), StandardCharsets.UTF_8).toCharArray()) {
                if (character == '\n') {
                    obey(line.toString().strip());
                    line.setLength(0);
                } else {
                    line.append(character);
                }
            }
        }
    }

    private void obey(String order) {
        switch (order) {
            case "quiet" -> server.quiet();
            case "terminate" -> server.terminate();
            case "" -> {}
            default -> System.err.println("unknown order " + order + "; there are: quiet, terminate");
        }
    }
}
