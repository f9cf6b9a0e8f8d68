package org.faktoryjca.ra;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What the adapter's logger says while this is open. */
public final class CapturedLog extends Handler implements AutoCloseable {
    private final Logger logger = Logger.getLogger("org.faktoryjca.ra");
    private final List<String> lines = new CopyOnWriteArrayList<>();

    /** From now on. */
    public CapturedLog() {
        logger.addHandler(this);
        logger.setUseParentHandlers(false);
    }

    /** Each with its level. */
    public List<String> lines() {
        return lines;
    }

    /** Those that hold this text. */
    public List<String> linesWith(String text) {
        return lines.stream().filter(line -> line.contains(text)).toList();
    }

    @Override
    public void publish(LogRecord entry) {
        lines.add(entry.getLevel() + " " + new SimpleFormatter().formatMessage(entry));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setUseParentHandlers(true);
    }
}
