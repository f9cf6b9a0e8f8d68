package org.faktoryjca.worker;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.RejectedException;
import org.faktoryjca.client.BeatReply;
import org.faktoryjca.client.Connection;

/**
 * A thread and a connection that do nothing but BEAT, so that busy lanes cannot starve it. The server gives up a worker of
 * which it has heard nothing for 60 s, and tells one in its reply to be quiet or to end.
 */
final class Heartbeat implements Runnable {
    private final Duration every;
    private final String wid;
    private final Link link;
    private final Gate gate = new Gate();
    private final WorkerListener listener;
    private final Consumer<BeatReply> told;
    private final Runnable ended;

    /**
     * A heartbeat that is not yet running.
     *
     * @param told what the server answers to a BEAT, each time
     * @param ended called when the thread is about to end
     */
    Heartbeat(
            Duration every, String wid, Link link, WorkerListener listener, Consumer<BeatReply> told, Runnable ended) {
        this.every = every;
        this.wid = wid;
        this.link = link;
        this.listener = listener;
        this.told = told;
        this.ended = ended;
    }

    @Override
    public void run() {
        try {
            while (gate.pass()) {
                step();
            }
        } catch (InterruptedException e) {
            // As a stop: the container wants its thread back.
            Thread.currentThread().interrupt();
        } finally {
            try {
                link.close();
            } finally {
                ended.run();
            }
        }
    }

    private void step() throws InterruptedException {
        var connection = link.connection(gate);
        if (connection.isPresent()) {
            var reply = beat(connection.get());
            if (reply.isPresent()) {
                tell(reply.get());
                gate.pause(every);
            }
        }
    }

    private Optional<BeatReply> beat(Connection connection) throws InterruptedException {
        try {
            var reply = connection.beat(wid);
            link.works();
            return Optional.of(reply);
        } catch (RejectedException e) {
            // "Unknown worker": the server has restarted or given us up. A fresh HELLO makes us known again.
            listener.on(new WorkerEvent.Refused("BEAT", e));
            link.again(gate, false);
        } catch (FaktoryException e) {
            link.lost(e, gate);
        }
        return Optional.empty();
    }

    /** What could not be followed comes again with the next BEAT. */
    private void tell(BeatReply reply) {
        try {
            told.accept(reply);
        } catch (RuntimeException e) {
            listener.on(new WorkerEvent.Troubled("the server's word " + reply + " could not be followed", e));
        }
    }

    void stop() {
        gate.close();
    }
}
