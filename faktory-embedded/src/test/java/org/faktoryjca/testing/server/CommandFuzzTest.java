package org.faktoryjca.testing.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever a client sends ends in replies, or in the end of its connection, and takes the server nowhere. */
class CommandFuzzTest {

    /** Reset now and then, so that what is seen to grow grows by one input. */
    private static final int INPUTS_PER_SERVER = 1_000;

    /** A reply repeats what was sent, some of it three times, and escaped to several times its size. */
    private static final int LONGEST_REPLY_FACTOR = 20;

    private static final Pattern REPLY =
            Pattern.compile("(\\+OK|-ERR [^\\n]*|\\$-1|\\$\\d+\\r\\n.*)\\r\\n", Pattern.DOTALL);

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

    private static final List<byte[]> VALID = RefusalContract.replies()
            .map(arguments -> (String) arguments.get()[0])
            .filter(command -> !command.startsWith("FETCH "))
            .map(command -> (command + "\r\n").getBytes(StandardCharsets.UTF_8))
            .toList();

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
        var server = new FuzzedServer();
        for (var i = 0; i < inputs; i++) {
            if (i % INPUTS_PER_SERVER == 0) {
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
    }

    /** The same over a real connection, whose HELLO is part of the input. */
    @Test
    @Timeout(600)
    void aServerServesOthersWhateverOneClientSends() throws IOException {
        try (var server = EmbeddedFaktory.start()) {
            var hello = "HELLO {\"v\":2}\r\n".getBytes(StandardCharsets.UTF_8);
            for (var i = 0; i < 200; i++) {
                try (var client = RawClient.silent(server)) {
                    client.sendBytes(random.nextInt(4) == 0 ? mutated(hello) : hello);
                    client.sendBytes(input());
                } catch (IOException e) {
                    // The server has closed this connection, which it may.
                }
            }
            try (var other = RawClient.greeted(server)) {
                assertThat(other.ask("PUSHB []")).as("seed %d", seed).isEqualTo("{}");
            }
        }
    }

    private byte[] input() {
        return switch (random.nextInt(4)) {
            case 0 -> VALID.get(random.nextInt(VALID.size()));
            case 1, 2 -> mutated(VALID.get(random.nextInt(VALID.size())));
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

        private final Commands commands;
        private long sent;

        FuzzedServer() {
            var store = new Store(Clock.systemUTC(), new Random(1));
            var workers = new Workers(System::nanoTime);
            commands = new Commands(store, workers, new ServerInfo(store, workers, Clock.systemUTC()));
            store.close();
        }

        /** Returns the number of replies. */
        int answer(byte[] input) throws IOException, InterruptedException {
            sent += input.length;
            var in = new LineReader(new ByteArrayInputStream(input));
            var replies = 0;
            for (var line = in.next(); line.isPresent() && !Commands.isEnd(line.get()); line = in.next()) {
                var out = new ByteArrayOutputStream();
                commands.answer(line.get(), this).writeTo(out);
                check(out.toString(StandardCharsets.UTF_8));
                replies++;
            }
            return replies;
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
