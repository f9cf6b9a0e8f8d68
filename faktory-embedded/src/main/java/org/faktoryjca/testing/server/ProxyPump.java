package org.faktoryjca.testing.server;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.faktoryjca.testing.server.Fault.Direction;
import org.faktoryjca.testing.server.Fault.Effect;
import org.faktoryjca.testing.server.Fault.OnTheWire;

/** Carries bytes one way, as the fault of the moment lets it. */
final class ProxyPump implements Runnable {

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final ProxyConnection connection;
    private final Direction direction;
    private final Socket from;
    private final Socket to;
    private final Supplier<Fault> fault;

    private Fault last;
    private boolean atLineStart = true;
    private final ProxyReplies replies = new ProxyReplies();

    /** How many commands the server has got. */
    private long linesWritten;

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
            connection.passEnd(to);
        } catch (IOException e) {
            connection.broken();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connection.pumpEnded();
        }
    }

    private void pass(byte[] bytes) throws IOException, InterruptedException {
        var now = fault.get();
        var replyAt = direction == Direction.TO_CLIENT ? replyAt(bytes, now) : OptionalInt.empty();
        if (now instanceof OnTheWire wire) {
            pass(bytes, wire, replyAt);
        } else {
            write(bytes, 0, bytes.length);
        }
        atLineStart = bytes[bytes.length - 1] == '\n';
    }

    /** Where the reply begins that the fault waits for; all replies are counted, whether it waits for one or not. */
    private OptionalInt replyAt(byte[] bytes, Fault now) {
        var number = now instanceof OnTheWire wire ? connection.reply(wire) : OptionalLong.empty();
        return replies.follow(bytes, number.orElse(Long.MAX_VALUE));
    }

    private void pass(byte[] bytes, OnTheWire wire, OptionalInt replyAt) throws IOException, InterruptedException {
        if (wire != last) {
            last = wire;
            untilEffect = wire.verb().isEmpty() ? Optional.of(wire.bytes()) : Optional.empty();
        }
        if (untilEffect.isEmpty()) {
            var begins = direction == Direction.TO_SERVER ? commandAt(bytes, wire) : replyAt;
            begins.ifPresent(at -> untilEffect = Optional.of(at + wire.bytes()));
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

    /** Where the command begins that the fault waits for. Its reply can be told from others now, before it is sent. */
    private OptionalInt commandAt(byte[] bytes, OnTheWire wire) {
        var verb = wire.verb().orElseThrow().getBytes(StandardCharsets.UTF_8);
        var lines = linesWritten;
        for (var i = 0; i < bytes.length; i++) {
            if ((i == 0 ? atLineStart : bytes[i - 1] == '\n') && isVerb(verb, bytes, i)) {
                connection.awaitReply(wire, 1 + lines);
                return OptionalInt.of(i);
            }
            lines += bytes[i] == '\n' ? 1 : 0;
        }
        return OptionalInt.empty();
    }

    private static boolean isVerb(byte[] verb, byte[] bytes, int at) {
        var end = at + verb.length;
        return end < bytes.length
                && (bytes[end] == ' ' || bytes[end] == '\r' || bytes[end] == '\n')
                && Arrays.equals(verb, 0, verb.length, bytes, at, end);
    }

    /** What happens to bytes after the moment; none when the moment has just come. */
    private void suffer(Effect effect, byte[] bytes) throws IOException, InterruptedException {
        if (connection.end(effect, to) || bytes.length == 0) {
            return;
        }
        if (effect instanceof Effect.Jam) {
            awaitOtherFault(Long.MAX_VALUE);
            write(bytes, 0, bytes.length);
        } else if (effect instanceof Effect.Delay delay) {
            awaitOtherFault(delay.time().toNanos());
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

    /** At most so long; a fault that is lifted holds nothing back any more. */
    private void awaitOtherFault(long nanos) throws InterruptedException {
        var start = System.nanoTime();
        for (var left = nanos; left > 0 && fault.get() == last; left = nanos - (System.nanoTime() - start)) {
            TimeUnit.NANOSECONDS.sleep(Math.min(left, LOOK_NANOS));
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
            for (var i = offset; i < offset + count; i++) {
                linesWritten += bytes[i] == '\n' ? 1 : 0;
            }
            to.getOutputStream().write(bytes, offset, count);
        }
    }
}
