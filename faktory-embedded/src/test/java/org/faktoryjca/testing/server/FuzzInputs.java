package org.faktoryjca.testing.server;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** What a fuzzed client sends: valid commands, mutated ones, and noise; the same for the same seed. Not thread-safe. */
final class FuzzInputs {

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

    private final long seed;
    private final Random random;

    private FuzzInputs(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
    }

    /** Other ones each time, but for {@code -Dfuzz.seed}; the seed is printed. */
    static FuzzInputs ofChance() {
        var inputs = new FuzzInputs(Long.getLong("fuzz.seed", System.nanoTime()));
        System.out.println("fuzz.seed=" + inputs.seed);
        return inputs;
    }

    long seed() {
        return seed;
    }

    /** What makes a client known; one in so many is mutated. */
    byte[] hello(int oneMutatedIn) {
        var hello = HELLOS.get(random.nextInt(HELLOS.size()));
        return random.nextInt(oneMutatedIn) == 0 ? mutated(hello) : hello;
    }

    /** Lines, or something like them. */
    byte[] next() {
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
}
