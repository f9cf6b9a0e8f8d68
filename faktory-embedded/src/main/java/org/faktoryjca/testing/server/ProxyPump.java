package org.faktoryjca.testing.server;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Carries bytes one way, as the fault of the moment lets it. */
final class ProxyPump implements Runnable {

    private final ProxyConnection connection;
    private final Fault.Direction direction;
    private final Socket from;
    private final Socket to;
    private final Supplier<Fault> fault;
    private Fault last;
    private long passed;
    private boolean ended;

    ProxyPump(ProxyConnection connection, Fault.Direction direction, Socket from, Socket to, Supplier<Fault> fault) {
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
                if (!ended) {
                    pass(Arrays.copyOf(buffer, n));
                }
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
        if (now != last) {
            last = now;
            passed = 0;
        }
        if (now instanceof Fault.Silence) {
            return;
        } else if (now instanceof Fault.EndAfter end && end.direction() == direction) {
            var count = (int) Math.min(bytes.length, end.bytes() - passed);
            write(bytes, 0, count);
            passed += count;
            if (passed == end.bytes()) {
                end(end.ending());
            }
        } else if (now instanceof Fault.EndAt end) {
            at(end, bytes);
        } else if (now instanceof Fault.Delay delay) {
            TimeUnit.NANOSECONDS.sleep(delay.time().toNanos());
            write(bytes, 0, bytes.length);
        } else if (now instanceof Fault.Throttle throttle) {
            singly(bytes, TimeUnit.SECONDS.toNanos(1) / throttle.bytesPerSecond());
        } else if (now instanceof Fault.SingleBytes) {
            singly(bytes, 0);
        } else {
            if (now instanceof Fault.Garble garble && direction == Fault.Direction.TO_CLIENT) {
                var random = new Random(garble.seed());
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
            }
            write(bytes, 0, bytes.length);
        }
    }

    private void at(Fault.EndAt end, byte[] bytes) throws IOException {
        if (direction == Fault.Direction.TO_CLIENT) {
            if (connection.endsAtReply()) {
                end(end.ending());
            } else {
                write(bytes, 0, bytes.length);
            }
            return;
        }
        var text = "\n" + new String(bytes, StandardCharsets.ISO_8859_1);
        var found = Math.max(text.indexOf("\n" + end.verb() + " "), text.indexOf("\n" + end.verb() + "\r"));
        if (found >= 0 && end.direction() == direction) {
            write(bytes, 0, found);
            end(end.ending());
            return;
        }
        if (found >= 0) {
            connection.endAtReply();
        }
        write(bytes, 0, bytes.length);
    }

    private void end(Fault.Ending ending) throws IOException {
        ended = true;
        connection.end(ending, to);
    }

    private void singly(byte[] bytes, long pauseNanos) throws IOException, InterruptedException {
        for (int i = 0; i < bytes.length; i++) {
            TimeUnit.NANOSECONDS.sleep(pauseNanos);
            write(bytes, i, 1);
        }
    }

    private void write(byte[] bytes, int offset, int count) throws IOException {
        to.getOutputStream().write(bytes, offset, count);
    }
}
