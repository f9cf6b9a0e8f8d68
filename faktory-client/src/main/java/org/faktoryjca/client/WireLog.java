package org.faktoryjca.client;

import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.faktoryjca.client.wire.Reply;

/**
 * Each line sent and received, to logger {@code org.faktoryjca.wire} at level INFO, where it is switched on. What has to do
 * with the password is blanked, and what is long is cut.
 */
final class WireLog {
    private static final System.Logger LOG = System.getLogger("org.faktoryjca.wire");
    private static final AtomicLong IDS = new AtomicLong();
    private static final int SHOWN = 500;

    /** In HELLO and HI only: a job's own fields are its user's. */
    private static final Pattern SECRET = Pattern.compile("(\"(?:pwdhash|s)\"\\s*:\\s*)\"[^\"]*\"");

    private final boolean on;
    private final long id = IDS.incrementAndGet();

    WireLog(boolean on) {
        this.on = on;
    }

    /** The connection's number in its lines. */
    long id() {
        return id;
    }

    void opened(String server) {
        if (on) {
            LOG.log(Level.INFO, "{0} connected to {1}", Long.toString(id), server);
        }
    }

    void closed() {
        if (on) {
            LOG.log(Level.INFO, "{0} closed", Long.toString(id));
        }
    }

    /** The line, from here on and without its end. */
    void sent(byte[] line, int from, int length) {
        if (on) {
            log(">", new String(line, from, Math.min(length, 4 * SHOWN), StandardCharsets.UTF_8), "HELLO ", length);
        }
    }

    void received(Reply reply) {
        if (!on) {
            return;
        }
        if (reply instanceof Reply.Text text) {
            log("<", "+" + text.text(), "+HI ", text.text().length());
        } else if (reply instanceof Reply.Refusal refusal) {
            log("<", "-ERR " + refusal.reason(), "+HI ", refusal.reason().length());
        } else if (reply instanceof Reply.Bulk bulk) {
            log("<", bulk.text(), "+HI ", bulk.bytes().length);
        } else {
            log("<", "(nothing)", "+HI ", 0);
        }
    }

    private void log(String direction, String line, String handshake, int length) {
        var clean = line.startsWith(handshake) ? SECRET.matcher(line).replaceAll("$1\"(hidden)\"") : line;
        var cut = clean.length() <= SHOWN ? clean : clean.substring(0, SHOWN) + "… (" + length + " bytes)";
        // One string: a logger would take braces in the line for parameters.
        LOG.log(Level.INFO, () -> id + " " + direction + " " + cut.replaceAll("[\\r\\n]+", " "));
    }
}
