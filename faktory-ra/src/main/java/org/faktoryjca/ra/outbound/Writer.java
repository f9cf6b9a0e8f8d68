package org.faktoryjca.ra.outbound;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.client.json.EncodedJob;
import org.faktoryjca.ra.RaLog;
import org.faktoryjca.ra.outbound.SenderLink.Pushed;

/**
 * Who writes to the server: one thread at a time, which gives the monitor up while it does, and takes out of the backlog what the
 * server has answered for. Everything here is called with the monitor.
 */
final class Writer {
    private final FactorySettings settings;
    private final Monitor monitor;
    private final Backlog backlog;
    private final Leftovers leftovers;
    private final Contact contact;
    private SenderLink link;
    private boolean writing;
    private long sent;

    Writer(FactorySettings settings, Monitor monitor, Backlog backlog, Leftovers leftovers) {
        this.settings = settings;
        this.monitor = monitor;
        this.backlog = backlog;
        this.leftovers = leftovers;
        this.contact = new Contact(settings.server().display());
        this.link = new SenderLink(settings.server(), System::nanoTime);
    }

    boolean isWriting() {
        return writing;
    }

    Contact contact() {
        return contact;
    }

    /** Jobs that the server has taken. */
    long sent() {
        return sent;
    }

    /**
     * Looks whether the server can be reached. Whoever writes just now shows that; otherwise it may take a second.
     *
     * @throws org.faktoryjca.CannotConnectException if not
     */
    void look() {
        if (writing && !contact.isAway()) {
            return;
        }
        var used = link;
        var probing = writing || used.isUnderWay();
        var reached = false;
        writing |= !probing;
        monitor.unlock();
        try {
            if (probing) {
                used.probe();
            } else {
                used.ensure();
            }
            reached = true;
        } finally {
            monitor.lock();
            if (!probing) {
                looked(used, reached);
            }
        }
    }

    private void looked(SenderLink used, boolean reached) {
        if (reached) {
            contact.found();
        } else {
            contact.missed();
        }
        written(used);
    }

    private void written(SenderLink used) {
        writing = false;
        monitor.changed();
        if (monitor.isClosed()) {
            used.close();
        }
    }

    /**
     * Writes the first jobs that wait, or waits on for the reply of those that are written.
     *
     * @param bytes at most so many at once, or one job that is larger
     * @return whether the server has answered for them; not if it is away, has trouble of its own, or its reply is still due
     */
    boolean write(long bytes, Duration patience) {
        try {
            return writeHead(bytes, patience);
        } catch (RuntimeException | Error e) {
            // Whatever it is, the jobs have committed, and nobody above knows them.
            RaLog.unexpected(settings.server().display(), e);
            contact.missed();
            return false;
        }
    }

    private boolean writeHead(long bytes, Duration patience) {
        writing = true;
        var used = link;
        var chunk = backlog.head(settings.push().chunkSize(), bytes);
        var pushed = Pushed.UNDER_WAY;
        var failure = Optional.<FaktoryException>empty();
        var orderly = false;
        monitor.unlock();
        try {
            pushed = used.push(chunk, patience);
            orderly = true;
            leftovers.refused(pushed.refused());
        } catch (FaktoryException e) {
            failure = Optional.of(e);
            orderly = true;
        } finally {
            monitor.lock();
            if (!orderly) {
                // Nobody knows any more what its next reply is to.
                used.close();
            }
            answered(pushed, chunk);
            written(used);
        }
        return judge(pushed, failure);
    }

    private void answered(Pushed pushed, List<EncodedJob> chunk) {
        // Given up meanwhile, it was named as not sent, and may have arrived all the same.
        if (backlog.beginsWith(chunk)) {
            backlog.settle(pushed.settled());
            sent += pushed.settled().size() - pushed.refused().size();
        }
    }

    private boolean judge(Pushed pushed, Optional<FaktoryException> failure) {
        var answered = !pushed.settled().isEmpty() && pushed.doubt().isEmpty();
        if (answered) {
            contact.answered();
        } else {
            failure.or(pushed::doubt).ifPresentOrElse(contact::missed, contact::missed);
        }
        return answered;
    }

    /** The end: whoever writes is freed with an error and writes no more. What commits later still has a connection of its own. */
    void end() {
        if (writing) {
            link.abort();
        } else {
            link.close();
        }
        link = new SenderLink(settings.server(), System::nanoTime);
    }
}
