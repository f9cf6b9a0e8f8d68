package org.faktoryjca.it;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What the application server logs from the object's making on: in its file, or, where it is in this JVM, as it comes. */
final class ServerLog implements AutoCloseable {
    private final Collector collector = new Collector();
    private final Logger root = Logger.getLogger("");
    private final long begin;

    ServerLog() {
        begin = isWildFly() ? size() : 0;
        root.addHandler(collector);
    }

    private static boolean isWildFly() {
        return System.getProperty("arquillian.launch").equals("wildfly");
    }

    private static Path file() {
        return Path.of(System.getProperty("it.wildfly.home"), "standalone", "log", "server.log");
    }

    private static long size() {
        try {
            return Files.size(file());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All of it. */
    String text() {
        if (!isWildFly()) {
            return collector.text();
        }
        try {
            var bytes = Files.readAllBytes(file());
            return new String(bytes, (int) begin, (int) (bytes.length - begin), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many of its lines have these words. */
    long count(String words) {
        return text().lines().filter(line -> line.contains(words)).count();
    }

    @Override
    public void close() {
        root.removeHandler(collector);
    }

    private static final class Collector extends Handler {
        private final StringBuffer text = new StringBuffer();
        private final SimpleFormatter formatter = new SimpleFormatter();

        @Override
        public void publish(LogRecord line) {
            text.append(formatter.formatMessage(line)).append('\n');
            if (line.getThrown() != null) {
                var stack = new StringWriter();
                line.getThrown().printStackTrace(new PrintWriter(stack));
                text.append(stack);
            }
        }

        String text() {
            return text.toString();
        }

        @Override
        public void flush() {
            // Nothing is held back.
        }

        @Override
        public void close() {
            // It holds nothing open.
        }
    }
}
