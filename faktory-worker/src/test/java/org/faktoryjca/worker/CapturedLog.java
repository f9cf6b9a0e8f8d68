package org.faktoryjca.worker;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What a logger says while this is open. */
final class CapturedLog implements AutoCloseable {
    private final Logger logger;
    private final Lines lines = new Lines();

    private CapturedLog(String name) {
        logger = Logger.getLogger(name);
        logger.addHandler(lines);
        logger.setUseParentHandlers(false);
    }

    static CapturedLog of(String logger) {
        return new CapturedLog(logger);
    }

    List<String> lines() {
        return lines.lines;
    }

    @Override
    public void close() {
        logger.removeHandler(lines);
        logger.setUseParentHandlers(true);
    }

    private static final class Lines extends Handler {
        private final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord record) {
            lines.add(new SimpleFormatter().formatMessage(record));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
