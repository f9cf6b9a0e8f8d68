package org.faktoryjca.client.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Replies as they are made, and as they come out of a generator of nonsense: the same for the same seed. */
public final class FuzzedBytes {
    private static final List<String> LENGTHS = List.of(
            "0",
            "1",
            "-1",
            "-2",
            "+5",
            "",
            " 5",
            "8191",
            "8192",
            "8193",
            "1000000",
            "268435456",
            "268435457",
            "2147483647",
            "-2147483648",
            "2147483648",
            "99999999999999999999");

    private static final List<String> CONTENTS = List.of(
            "OK",
            "{}",
            "{\"state\":\"quiet\"}",
            "{\"jid\":\"jid-of-job\",\"jobtype\":\"t\",\"args\":[1,\"ä\",{\"b\":[null]}],\"queue\":\"default\",\"retry\":25,"
                    + "\"reserve_for\":1800,\"at\":\"2026-11-25T10:22:28Z\",\"custom\":{\"a\":1},"
                    + "\"failure\":{\"retry_count\":1,\"failed_at\":\"2026-11-25T10:22:28Z\",\"backtrace\":[\"x\"]}}",
            "{\"now\":\"2026-11-25T10:22:28.079258951Z\",\"faktory\":{\"queues\":{\"default\":3},\"sets\":{\"dead\":1},"
                    + "\"total_failures\":1},\"server\":{\"faktory_version\":\"1.10.0\",\"uptime\":8}}");

    private static final List<String> PIECES = List.of(
            "\r",
            "\n",
            "\r\n",
            "$",
            "+",
            "-",
            "-ERR ",
            "$-1\r\n",
            "{",
            "}",
            "[",
            "\"",
            "\\u",
            "\\ud83d",
            "null",
            "-0",
            "1e999",
            "\0",
            "9".repeat(40),
            "[".repeat(2_000),
            "{\"a\":".repeat(2_000));

    private final Random random;

    /** A generator. */
    public FuzzedBytes(long seed) {
        random = new Random(seed);
    }

    /** Some replies in a row: valid, mutated or random. */
    byte[] replies() {
        if (random.nextInt(8) == 0) {
            var bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            return bytes;
        }
        var out = new ByteArrayOutputStream();
        for (int replies = 1 + random.nextInt(4); replies > 0; replies--) {
            out.writeBytes(reply());
        }
        return random.nextBoolean() ? out.toByteArray() : mutated(out.toByteArray());
    }

    private byte[] reply() {
        var content = content();
        return switch (random.nextInt(8)) {
            case 0 -> bytes("$-1\r\n");
            case 1 -> bytes("+" + content + "\r\n");
            case 2 -> bytes("-ERR " + content + "\r\n");
            case 3 -> bytes("$" + LENGTHS.get(random.nextInt(LENGTHS.size())) + "\r\n" + content + "\r\n");
            default -> bytes("$" + bytes(content).length + "\r\n" + content + "\r\n");
        };
    }

    /** Mostly of the usual length; some are longer than a buffer, and a few longer than a line may be. */
    private String content() {
        return switch (random.nextInt(1_000)) {
            case 0 -> "x".repeat(ReplyReader.LONGEST_LINE + random.nextInt(3) - 1);
            case 1, 2, 3, 4, 5, 6, 7, 8, 9 -> "y".repeat(8_180 + random.nextInt(24));
            case 10, 11, 12, 13, 14 -> "[".repeat(1 + random.nextInt(20_000));
            default -> CONTENTS.get(random.nextInt(CONTENTS.size()));
        };
    }

    /** Bytes changed, put in, taken out, repeated; or all that follows missing. */
    public byte[] mutated(byte[] valid) {
        var bytes = valid;
        for (int mutations = random.nextInt(5); mutations > 0 && bytes.length > 0; mutations--) {
            var at = random.nextInt(bytes.length);
            var to = at + random.nextInt(Math.min(40, bytes.length - at + 1));
            bytes = switch (random.nextInt(6)) {
                case 0 -> joined(bytes, at, bytes(PIECES.get(random.nextInt(PIECES.size()))), at);
                case 1 -> joined(bytes, at, new byte[] {(byte) random.nextInt(256)}, at);
                case 2 -> joined(bytes, at, new byte[0], to);
                case 3 -> joined(bytes, to, new byte[0], at);
                case 4 -> joined(bytes, at, new byte[0], bytes.length);
                default -> joined(bytes, at, new byte[] {(byte) random.nextInt(256)}, at + 1);
            };
        }
        return bytes;
    }

    /** The bytes up to one place, others, and those from another place on. */
    private static byte[] joined(byte[] bytes, int upTo, byte[] between, int from) {
        var out = new ByteArrayOutputStream();
        out.write(bytes, 0, upTo);
        out.writeBytes(between);
        out.write(bytes, from, bytes.length - from);
        return out.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
