package org.faktoryjca.testing.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a client sends ends in replies, or in the end of its connection, and takes the server nowhere. */
class CommandFuzzTest {

    /** Reset now and then, so that what is seen to grow grows by one input. */
    private static final int INPUTS_PER_SERVER = 1_000;

    /** A reply repeats what was sent, some of it three times, and escaped to several times its size. */
    private static final int LONGEST_REPLY_FACTOR = 20;

    private static final long LONGEST_LINE = 64 << 20;

    /** Buffers. */
    private static final long ALLOCATED_TO_READ = 20_000;

    /** Growing arrays are copied, and lines become texts. */
    private static final long ALLOCATED_TO_READ_A_BYTE = 10;

    /** Exceptions, and the first time also classes that are loaded. */
    private static final long ALLOCATED_TO_ANSWER = 500_000;

    /** A line becomes a tree, and that a text again. */
    private static final long ALLOCATED_TO_ANSWER_A_BYTE = 100;

    /** Commands that look at what was sent before. */
    private static final Pattern LOOKS_AROUND =
            Pattern.compile("(?:INFO|MUTATE|FETCH|ACK|FAIL|FLUSH|QUEUE)(?: .*)?", Pattern.DOTALL);

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** An error repeats what was sent, a lone CR too. */
    private static final Pattern REPLY =
            Pattern.compile("(\\+OK|-ERR [^\\n]*|\\$-1|\\$\\d+\\r\\n.*)\\r\\n", Pattern.DOTALL);

    private static final int SOCKETS = 200;

    private static final Pattern FIRST_LINE =
            Pattern.compile("\\+HI \\{.*|\\+OK|-ERR .*|\\$-1|\\$(?<length>\\d+)", Pattern.DOTALL);

    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\\",
            "\\u",
            "\\ud83d",
            "null",
            "true",
            "-",
            "1e999",
            "1e999999999",
            "$2147483647",
            "9".repeat(40),
            "0.1e-7",
            " ",
            "  ",
            "\r",
            "\n",
            "\t",
            "\0",
            "é",
            "\uD83D\uDE00",
            "\"jid\":",
            "\"args\":",
            "\"at\":",
            "\"filter\":",
            "\"regexp\":\"*a*b*c*\"",
            "[[[[[[[[",
            "2090-01-01T00:00:00Z",
            "*",
            "PUSH ",
            "PUSHB [",
            "MUTATE ",
            "QUEUE ",
            "FETCH",
            "x".repeat(5_000));

    private static final List<byte[]> VALID =
            lines(RefusalContract.replies().map(arguments -> (String) arguments.get()[0]));

    /** A job pushed and fetched, and what may be said of it. */
    private static final List<byte[]> WORK = lines(Stream.of(
                    "ACK {\"jid\":\"fuzzed-1\"}",
                    "FAIL {\"jid\":\"fuzzed-1\"}",
                    "FAIL {\"jid\":\"fuzzed-1\",\"errtype\":\"E\",\"message\":\"m\",\"backtrace\":[\"at a\",\"at ä\"]}")
            .flatMap(report -> Stream.of(
                            "",
                            ",\"retry\":0",
                            ",\"retry\":-1",
                            ",\"reserve_for\":60,\"custom\":{\"a\":[1]}",
                            ",\"retry\":3,\"failure\":{\"retry_count\":2,\"failed_at\":\"2026-01-01T00:00:00Z\"}")
                    .map(field -> "PUSHB [{\"jid\":\"fuzzed-1\",\"jobtype\":\"t\",\"args\":[1],\"queue\":\"fuzzed\""
                            + field + "}]\r\nFETCH fuzzed other\r\n" + report)));

    private static final List<byte[]> HELLOS = lines(Stream.of(
            "HELLO {\"v\":2}",
            "HELLO {\"v\":2,\"username\":\"u\",\"pwdhash\":\"0123456789abcdef\"}",
            "HELLO {\"v\":2,\"hostname\":\"h\",\"wid\":\"fuzzed-w\",\"pid\":1,\"labels\":[\"a\",\"b\"]}"));

    private static List<byte[]> lines(Stream<String> commands) {
        return commands.map(command -> (command + "\r\n").getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    private final long seed = Long.getLong("fuzz.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @BeforeEach
    void sayTheSeed() {
        System.out.println("fuzz.seed=" + seed);
    }

    /** The reader of lines and the commands, without a socket between: valid, mutated and random input. */
    @Test
    @Timeout(1_800)
    void survivesWhateverComes() {
        var inputs = Boolean.getBoolean("verify.long") ? 1_000_000 : 20_000;
        var answered = 0L;
        var acknowledged = 0L;
        var failed = 0L;
        var server = new FuzzedServer();
        for (var i = 0; i < inputs; i++) {
            if (i % INPUTS_PER_SERVER == 0) {
                acknowledged += server.acknowledged;
                failed += server.failed;
                server = new FuzzedServer();
            }
            var input = input();
            try {
                var replies = server.answer(input);
                answered += replies;
            } catch (RuntimeException | StackOverflowError | IOException | InterruptedException e) {
                throw new AssertionError(
                        "seed " + seed + ", input " + i + ": " + new String(input, StandardCharsets.ISO_8859_1), e);
            }
        }
        // Some inputs are no line, and some are several.
        assertThat(answered).as("replies to %d inputs, seed %d", inputs, seed).isGreaterThan(inputs / 2);
        assertThat(acknowledged).as("reserved jobs acknowledged, seed %d", seed).isGreaterThan(inputs / 200);
        assertThat(failed).as("reserved jobs failed, seed %d", seed).isGreaterThan(inputs / 200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$2147483647",
                "*2147483647\r\n$2147483647\r\nPUSH",
                "PUSHB 2147483647",
                "PUSHB [{\"jid\":\"12345678\",\"jobtype\":\"t\",\"args\":[1e999999999,-1e-999999999]}]",
                "PUSHB [{\"jid\":\"12345678\",\"jobtype\":\"t\",\"args\":[],\"retry\":1e999999999}]",
                "PUSHB [{\"jid\":\"12345678\",\"jobtype\":\"t\",\"args\":[],\"custom\":{\"a\":1e2147483647}}]",
                "PUSHB [{\"jid\":\"12345678\",\"jobtype\":\"t\",\"args\":[],\"at\":\"+999999999-01-01T00:00:00Z\"}]",
                "BEAT {\"wid\":\"fuzz\",\"rss_kb\":1e999999999}",
                "MUTATE {\"cmd\":\"kill\",\"target\":\"retries\",\"filter\":{\"regexp\":\"*[a-\\uffff]*{1,2147483647}*\"}}",
                "FETCH 2147483647"
            })
    void aLengthOrNumberThatIsAnnouncedTakesNoMemory(String lines) throws IOException, InterruptedException {
        var server = new FuzzedServer();
        server.answer("PUSHB []\r\n".getBytes(StandardCharsets.UTF_8));
        var input = (lines + "\r\n").getBytes(StandardCharsets.UTF_8);
        var before = THREADS.getCurrentThreadAllocatedBytes();
        assertThat(server.answer(input)).isPositive();
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(ALLOCATED_TO_ANSWER);
    }

    @Test
    void aLineWithoutEndTakesAsMuchMemoryAsALineMayHaveAndNoMore() {
        var read = new AtomicLong();
        var endless = new InputStream() {
            @Override
            public int read() {
                throw new AssertionError("the reader takes as much as there is");
            }

            @Override
            public int read(byte[] bytes, int from, int length) {
                read.addAndGet(length);
                Arrays.fill(bytes, from, from + length, (byte) 'x');
                return length;
            }
        };
        var reader = new LineReader(endless);
        var before = THREADS.getCurrentThreadAllocatedBytes();
        assertThatThrownBy(reader::next).isInstanceOf(LineReader.LineTooLongException.class);
        assertThat(read.get()).isLessThan(LONGEST_LINE + ALLOCATED_TO_READ);
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(4 * LONGEST_LINE);
    }

    /** What makes a client known. */
    @Test
    @Timeout(600)
    void everyHelloIsReadOrRefused() {
        var inputs = Boolean.getBoolean("verify.long") ? 1_000_000 : 20_000;
        var read = 0;
        for (var i = 0; i < inputs; i++) {
            var hello = new String(mutated(HELLOS.get(random.nextInt(HELLOS.size()))), StandardCharsets.UTF_8);
            try {
                read += Handshake.read(hello).isPresent() ? 1 : 0;
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("seed " + seed + ", input " + i + ": " + hello, e);
            }
        }
        assertThat(read).as("understood of %d, seed %d", inputs, seed).isBetween(inputs / 20, inputs * 19 / 20);
    }

    /** The same over a real connection, whose HELLO is part of the input. */
    @Test
    @Timeout(600)
    void aServerServesOthersWhateverOneClientSends() throws IOException {
        var answers = new ArrayList<String>();
        try (var server = EmbeddedFaktory.start()) {
            // All at once, since some wait in a FETCH.
            var clients = new ArrayList<RawClient>();
            for (var i = 0; i < SOCKETS; i++) {
                var client = RawClient.silent(server);
                clients.add(client);
                var hello = HELLOS.get(random.nextInt(HELLOS.size()));
                client.sendLast(random.nextInt(4) == 0 ? mutated(hello) : hello, input());
            }
            for (var client : clients) {
                try (client) {
                    answers.add(client.rest());
                }
            }
            try (var other = RawClient.greeted(server)) {
                assertThat(other.ask("PUSHB []")).as("seed %d", seed).isEqualTo("{}");
            }
        }
        var replies = answers.stream().mapToInt(CommandFuzzTest::replies).toArray();
        assertThat(IntStream.of(replies).filter(count -> count > 2))
                .as("those who heard more than the greeting and OK, seed %d", seed)
                .hasSizeGreaterThan(SOCKETS / 3);
    }

    /** The number of whole replies. A server that closes with unread input may cut the last one off. */
    private static int replies(String said) {
        var replies = 0;
        for (var rest = said; !rest.isEmpty(); replies++) {
            var end = rest.indexOf("\r\n");
            var first = FIRST_LINE.matcher(end < 0 ? rest : rest.substring(0, end));
            if (end < 0 && "+-$".indexOf(rest.charAt(0)) >= 0) {
                return replies;
            }
            assertThat(first.matches()).as("a reply: %s", rest).isTrue();
            assertThat(rest.startsWith("+HI "))
                    .as("a greeting, and only at the beginning: %s", said)
                    .isEqualTo(replies == 0);
            var next = end + 2;
            if (first.group("length") != null) {
                next += Integer.parseInt(first.group("length")) + 2;
                if (next > rest.length()) {
                    return replies;
                }
                assertThat(rest.substring(next - 2, next))
                        .as("the end of a reply in %s", said)
                        .isEqualTo("\r\n");
            }
            rest = rest.substring(next);
        }
        return replies;
    }

    private byte[] input() {
        return switch (random.nextInt(6)) {
            case 0 -> VALID.get(random.nextInt(VALID.size()));
            case 1, 2 -> mutated(VALID.get(random.nextInt(VALID.size())));
            case 3, 4 -> mutated(WORK.get(random.nextInt(WORK.size())));
            default -> {
                var bytes = new byte[random.nextInt(200)];
                random.nextBytes(bytes);
                yield bytes;
            }
        };
    }

    /** Some bytes changed, and some pieces put in that mean something. */
    private byte[] mutated(byte[] valid) {
        var bytes = valid.clone();
        for (var mutations = random.nextInt(5); mutations > 0; mutations--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        var out = new ByteArrayOutputStream();
        var cut = random.nextInt(bytes.length);
        out.write(bytes, 0, cut);
        for (var pieces = random.nextInt(4); pieces > 0; pieces--) {
            out.writeBytes(PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.UTF_8));
        }
        out.write(bytes, cut, bytes.length - cut);
        return out.toByteArray();
    }

    /** A server without a port, in which a FETCH does not wait: it has stopped waiting from the beginning. */
    private static final class FuzzedServer implements Client {

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
}
