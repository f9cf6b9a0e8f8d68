package org.faktoryjca.bench.worker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What every job passes, and where the harness holds them until all is ready. Thread-safe.
 *
 * <p>The harness listens at {@code BENCH_CONTROL}. It says {@code hold LANES}: answered at once by {@code closed}, and by
 * {@code held} when so many jobs wait. {@code go JOBS} lets them go, and is answered by the nanoseconds until so many have run.
 * At first, and after {@code listen 0}, each job answers the nanoseconds since the time that is its first argument. {@code threads 0} is answered by
 * how many threads there are that fetch.
 */
public final class Gate {
    private static final Gate INSTANCE = connect();

    private final BufferedReader in;
    private final PrintStream out;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger left = new AtomicInteger();
    private volatile int lanes;
    private volatile boolean listened = true;
    private volatile long openedNanos;
    private volatile CountDownLatch latch = new CountDownLatch(1);

    private Gate(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        out = new PrintStream(socket.getOutputStream(), true, StandardCharsets.US_ASCII);
    }

    /** This process' one. */
    public static Gate instance() {
        return INSTANCE;
    }

    private static Gate connect() {
        var address = System.getenv("BENCH_CONTROL").split(":");
        try {
            var gate = new Gate(new Socket(address[0], Integer.parseInt(address[1])));
            var reader = new Thread(gate::obey, "bench-control");
            reader.setDaemon(true);
            reader.start();
            return gate;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A job runs, whose first argument this is. */
    public void pass(long sentNanos) {
        if (listened) {
            say(Long.toString(System.nanoTime() - sentNanos));
            return;
        }
        if (waiting.incrementAndGet() == lanes) {
            say("held");
        }
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (left.decrementAndGet() == 0) {
            say(Long.toString(System.nanoTime() - openedNanos));
        }
    }

    private void say(String line) {
        out.print(line + "\n");
        out.flush();
    }

    private void obey() {
        try {
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                var words = line.split(" ");
                obey(words[0], Integer.parseInt(words[1]));
            }
        } catch (IOException e) {
            e.printStackTrace();
        }
        // Without the harness there is nothing left to do.
        Runtime.getRuntime().halt(0);
    }

    private void obey(String verb, int count) {
        switch (verb) {
            case "hold" -> {
                listened = false;
                latch = new CountDownLatch(1);
                waiting.set(0);
                lanes = count;
                say("closed");
            }
            case "go" -> {
                left.set(count);
                openedNanos = System.nanoTime();
                latch.countDown();
            }
            case "listen" -> {
                listened = true;
                say("listening");
            }
            case "threads" ->
                say(Long.toString(Thread.getAllStackTraces().values().stream()
                        .filter(Gate::isLane)
                        .count()));
            default -> throw new IllegalArgumentException("the harness said " + verb);
        }
    }

    /** By what it runs: an application server gives its threads names of its own. */
    private static boolean isLane(StackTraceElement[] stack) {
        return Arrays.stream(stack)
                .anyMatch(frame -> frame.getClassName().equals("org.faktoryjca.worker.LaneThread")
                        && frame.getMethodName().equals("run"));
    }
}
