package org.faktoryjca.worker;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.RejectedException;
import org.faktoryjca.client.BeatReply;
import org.faktoryjca.client.Connection;

/**
 * A thread and a connection that do nothing but BEAT, so that busy lanes cannot starve it. The server gives up a worker of
 * which it has heard nothing for 60 s, and tells one in its reply to be quiet or to end.
 */
final class Heartbeat implements Lifecycle {
    /** So long without a BEAT, and the server has closed every connection of the worker. */
    static final Duration GIVEN_UP_AFTER = Duration.ofSeconds(60);

    private final Duration every;
    private final String wid;
    private final WorkerTime time;
    private final Consumer<BeatReply> told;
    private final Loop loop;
    private volatile Optional<Long> lastNanos = Optional.empty();
    private volatile boolean quiet;

    /**
     * A heartbeat that is not yet running.
     *
     * @param links a way to the server for each thread
     * @param told what the server answers to a BEAT, each time; must not wait
     */
    Heartbeat(
            String name,
            Duration every,
            String wid,
            Surroundings surroundings,
            Supplier<Link> links,
            Consumer<BeatReply> told) {
        this.every = every;
        this.wid = wid;
        this.time = surroundings.time();
        this.told = told;
        this.loop = new Loop(
                name + "-heartbeat", surroundings.threads(), surroundings.listener(), () -> new Beating(links.get()));
    }

    /** How long ago the server last answered a BEAT; empty before the first. */
    Optional<Duration> age() {
        return lastNanos.map(last -> Duration.ofNanos(time.nanoTime() - last));
    }

    /** Tells the server from the next BEAT on that the worker fetches no more. To the server that never goes back. */
    void quiet() {
        quiet = true;
    }

    @Override
    public void start() {
        loop.start();
    }

    /** Begins a {@link #stop()}. */
    void beginStop() {
        loop.beginStop();
    }

    @Override
    public void stop() {
        loop.stop();
    }

    @Override
    public boolean isRunning() {
        return loop.isRunning();
    }

    private final class Beating implements Loop.Turn {
        private final Link link;

        Beating(Link link) {
            this.link = link;
        }

        @Override
        public void step(Gate gate) throws InterruptedException {
            if (age().filter(age -> age.compareTo(GIVEN_UP_AFTER) > 0).isPresent()) {
                // The machine slept, or the server was away: it needs a HELLO, and might take this connection's BEAT
                // for no worker's.
                link.close();
            }
            var connection = link.connection(gate::pause);
            if (connection.isPresent()) {
                var reply = beat(connection.get(), gate);
                if (reply.isPresent()) {
                    told.accept(reply.get());
                    gate.pause(every);
                }
            }
        }

        private Optional<BeatReply> beat(Connection connection, Gate gate) throws InterruptedException {
            try {
                var reply = quiet ? connection.beatQuiet(wid) : connection.beat(wid);
                lastNanos = Optional.of(time.nanoTime());
                link.works();
                return Optional.of(reply);
            } catch (FaktoryException e) {
                if (e instanceof RejectedException || e.code() == ErrorCode.SERVER_TROUBLE) {
                    // "Unknown worker": the server has restarted or given us up. A fresh HELLO makes us known again.
                    link.refused("BEAT", "BEAT", e, gate::pause);
                } else {
                    link.lost(e, gate::pause);
                }
            }
            return Optional.empty();
        }

        @Override
        public void end() {
            link.close();
        }
    }
}
