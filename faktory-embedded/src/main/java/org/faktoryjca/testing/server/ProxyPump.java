package org.faktoryjca.testing.server;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.faktoryjca.testing.server.Fault.Direction;
import org.faktoryjca.testing.server.Fault.Effect;
import org.faktoryjca.testing.server.Fault.OnTheWire;

/** Carries bytes one way, as the fault of the moment lets it. */
final class ProxyPump implements Runnable {

    private static final long JAM_LOOK_MILLIS = 10;

    private final ProxyConnection connection;
    private final Direction direction;
    private final Socket from;
    private final Socket to;
    private final Supplier<Fault> fault;

    private Fault last;
    private boolean atLineStart = true;

    /** How many bytes pass before the fault's effect; empty while its command has not come. */
    private Optional<Long> untilEffect = Optional.empty();

    ProxyPump(ProxyConnection connection, Direction direction, Socket from, Socket to, Supplier<Fault> fault) {
        this.connection = connection;
        this.direction = direction;
        this.from = from;
        this.to = to;
        this.fault = fault;
    }

    @Override
    public void run() {
        var buffer = new byte[8192];
        try {
            for (int n = from.getInputStream().read(buffer);
                    n >= 0;
                    n = from.getInputStream().read(buffer)) {
                pass(Arrays.copyOf(buffer, n));
            }
            connection.close();
        } catch (IOException e) {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pass(byte[] bytes) throws IOException, InterruptedException {
        var now = fault.get();
        if (now instanceof OnTheWire wire) {
            pass(bytes, wire);
        } else {
            write(bytes, 0, bytes.length);
        }
        atLineStart = bytes[bytes.length - 1] == '\n';
    }

    private void pass(byte[] bytes, OnTheWire wire) throws IOException, InterruptedException {
        if (wire != last) {
            last = wire;
            untilEffect = wire.verb().isEmpty() ? Optional.of(wire.bytes()) : Optional.empty();
        }
        if (direction == Direction.TO_SERVER && wire.verb().isPresent()) {
            lookForCommand(bytes, wire);
        } else if (direction == Direction.TO_CLIENT && untilEffect.isEmpty() && connection.isReplyDue(wire)) {
            untilEffect = Optional.of(wire.bytes());
        }
        if (untilEffect.isEmpty() || !wire.directions().contains(direction)) {
            write(bytes, 0, bytes.length);
            return;
        }
        var whole = (int) Math.min(bytes.length, untilEffect.get());
        write(bytes, 0, whole);
        untilEffect = Optional.of(untilEffect.get() - whole);
        // An effect after so many bytes comes right after the last of them, and not with the next.
        if (untilEffect.get() == 0) {
            suffer(wire.effect(), Arrays.copyOfRange(bytes, whole, bytes.length));
        }
    }

    private void lookForCommand(byte[] bytes, OnTheWire wire) {
        if (untilEffect.isPresent()) {
            return;
        }
        var text = (atLineStart ? "\n" : "\0") + new String(bytes, StandardCharsets.ISO_8859_1);
        var verb = "\n" + wire.verb().orElseThrow();
        var found = Math.max(text.indexOf(verb + " "), text.indexOf(verb + "\r"));
        if (found >= 0) {
            untilEffect = Optional.of(found + wire.bytes());
            connection.awaitReply(wire);
        }
    }

    /** What happens to bytes after the moment; none when the moment has just come. */
    private void suffer(Effect effect, byte[] bytes) throws IOException, InterruptedException {
        if (connection.end(effect, to) || bytes.length == 0) {
            return;
        }
        if (effect instanceof Effect.Jam) {
            while (fault.get() == last) {
                TimeUnit.MILLISECONDS.sleep(JAM_LOOK_MILLIS);
            }
            write(bytes, 0, bytes.length);
        } else if (effect instanceof Effect.Delay delay) {
            TimeUnit.NANOSECONDS.sleep(delay.time().toNanos());
            write(bytes, 0, bytes.length);
        } else if (effect instanceof Effect.Throttle throttle) {
            singly(bytes, TimeUnit.SECONDS.toNanos(1) / throttle.bytesPerSecond());
        } else if (effect instanceof Effect.SingleBytes) {
            singly(bytes, 0);
        } else if (effect instanceof Effect.Garble garble) {
            var random = new Random(garble.seed());
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
            write(bytes, 0, bytes.length);
        }
    }

    private void singly(byte[] bytes, long pauseNanos) throws IOException, InterruptedException {
        for (int i = 0; i < bytes.length; i++) {
            TimeUnit.NANOSECONDS.sleep(pauseNanos);
            write(bytes, i, 1);
        }
    }

    private void write(byte[] bytes, int offset, int count) throws IOException {
        if (!to.isOutputShutdown()) {
            to.getOutputStream().write(bytes, offset, count);
        }
    }
}
