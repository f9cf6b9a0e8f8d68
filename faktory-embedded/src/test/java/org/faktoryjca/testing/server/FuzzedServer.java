package org.faktoryjca.testing.server;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;

/** A server without a port, in which a FETCH does not wait: it has stopped waiting from the beginning. */
final class FuzzedServer implements Client {

    /** A reply repeats what was sent, some of it three times, and escaped to several times its size. */
    private static final int LONGEST_REPLY_FACTOR = 20;

    /** Buffers. */
    static final long ALLOCATED_TO_READ = 20_000;

    /** Growing arrays are copied, and lines become texts. */
    private static final long ALLOCATED_TO_READ_A_BYTE = 10;

    /** Exceptions, and the first time also classes that are loaded. */
    static final long ALLOCATED_TO_ANSWER = 500_000;

    /** A line becomes a tree, and that a text again. */
    private static final long ALLOCATED_TO_ANSWER_A_BYTE = 100;

    /** Commands that look at what was sent before. */
    private static final Pattern LOOKS_AROUND =
            Pattern.compile("(?:INFO|MUTATE|FETCH|ACK|FAIL|FLUSH|QUEUE)(?: .*)?", Pattern.DOTALL);

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** An error repeats what was sent, a lone CR too. */
    private static final Pattern REPLY =
            Pattern.compile("(\\+OK|-ERR [^\\n]*|\\$-1|\\$\\d+\\r\\n.*)\\r\\n", Pattern.DOTALL);

    private final Store store;
    private final Commands commands;
    private long sent;
    private long acknowledged;
    private long failed;

    FuzzedServer() {
        store = new Store(Clock.systemUTC(), new Random(1));
        var workers = new Workers(System::nanoTime);
        commands = new Commands(store, workers, new ServerInfo(store, workers, Clock.systemUTC()));
        store.close();
    }

    /** How many reserved jobs were acknowledged. */
    long acknowledged() {
        return acknowledged;
    }

    /** How many reserved jobs were reported as failed. */
    long failed() {
        return failed;
    }

    /** Returns the number of replies. */
    int answer(byte[] input) throws IOException, InterruptedException {
        sent += input.length;
        var in = new LineReader(new ByteArrayInputStream(input));
        var replies = 0;
        for (var line = read(in, input); line.isPresent() && !Commands.isEnd(line.get()); line = read(in, input)) {
            var out = new ByteArrayOutputStream();
            var before = THREADS.getCurrentThreadAllocatedBytes();
            var processed = store.processed();
            var failures = store.failures();
            commands.answer(line.get(), this).writeTo(out);
            var seen = LOOKS_AROUND.matcher(line.get()).matches() ? sent : input.length;
            checkAllocated(before, ALLOCATED_TO_ANSWER + ALLOCATED_TO_ANSWER_A_BYTE * seen, seen);
            // FLUSH sets them back.
            var more = Math.max(0, store.failures() - failures);
            failed += more;
            acknowledged += Math.max(0, store.processed() - processed - more);
            check(out.toString(StandardCharsets.UTF_8));
            replies++;
        }
        return replies;
    }

    private static Optional<String> read(LineReader in, byte[] input) throws IOException {
        var before = THREADS.getCurrentThreadAllocatedBytes();
        var line = in.next();
        checkAllocated(before, ALLOCATED_TO_READ + ALLOCATED_TO_READ_A_BYTE * input.length, input.length);
        return line;
    }

    private static void checkAllocated(long before, long most, long bytes) {
        var allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        if (allocated > most) {
            throw new AssertionError(allocated + " bytes were allocated for " + bytes);
        }
    }

    /** Without AssertJ, which would take longer over each reply than the server does. */
    private void check(String reply) {
        if (!REPLY.matcher(reply).matches() || reply.length() > LONGEST_REPLY_FACTOR * sent + 1_000) {
            throw new AssertionError("no reply: " + reply);
        }
    }

    @Override
    public String wid() {
        return "fuzz";
    }

    @Override
    public int connections() {
        return 1;
    }

    @Override
    public void closeSocket() {
        throw new AssertionError("nothing has been silent for so long");
    }
}
