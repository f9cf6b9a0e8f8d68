package org.faktoryjca.client.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.faktoryjca.JobFilter;
import org.faktoryjca.client.json.EncodedJob;
import org.faktoryjca.client.json.JobReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What commands make of well-framed replies whose content may be anything: a value, or the exception that says it is none. */
class MeaningFuzzTest {
    private static final List<String> VALID = List.of(
            "OK",
            "{}",
            "{\"jid-of-job\":\"no reason\"}",
            "{\"state\":\"quiet\"}",
            "{\"default\":0.25,\"low\":1e300}",
            "{\"now\":\"2026-11-25T10:22:28.079258951Z\",\"faktory\":{\"queues\":{\"default\":3},\"sets\":{\"dead\":1},"
                    + "\"total_failures\":1},\"server\":{\"faktory_version\":\"1.10.0\",\"uptime\":8}}",
            "{\"jid\":\"jid-of-job\",\"jobtype\":\"t\",\"args\":[1,\"a\",{\"b\":[null]}],\"queue\":\"default\",\"retry\":25,"
                    + "\"reserve_for\":1800,\"at\":\"2026-11-25T10:22:28Z\",\"custom\":{\"a\":1},"
                    + "\"failure\":{\"retry_count\":1,\"remaining\":24,\"failed_at\":\"2026-11-25T10:22:28Z\",\"backtrace\":[\"x\"]}}");

    private static final List<Command<?>> COMMANDS = List.of(
            new PushCommand.Bulk(List.of()),
            new Command.Fetch(List.of("default")),
            new Command.Ack("jid-of-job"),
            new Command.Fail("jid-of-job", "e", "m", List.of()),
            new Command.Beat("worker-1", false),
            new Command.Info(),
            new Command.Flush(),
            AdminCommand.ChangeQueues.all("PAUSE"),
            new AdminCommand.Latency(List.of("default")),
            new AdminCommand.Mutate("clear", "dead", JobFilter.everyJob()),
            new AdminCommand.Enterprise("TRACK", "GET jid-of-job"));

    private final Random random;
    private final FuzzedBytes fuzzed;
    private final long seed;

    MeaningFuzzTest() {
        seed = Long.getLong("fuzz.seed", System.nanoTime());
        random = new Random(seed);
        fuzzed = new FuzzedBytes(seed);
        System.out.println("fuzz.seed=" + seed);
    }

    private byte[] content() {
        var bytes = VALID.get(random.nextInt(VALID.size())).getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(8) == 0) {
            bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
        }
        for (int mutations = random.nextInt(4); mutations > 0 && bytes.length > 0; mutations--) {
            // Mostly what means something in JSON: a random byte nearly always ends in the same complaint.
            var mark = random.nextBoolean() ? "{}[]\",:-0e9.tn".charAt(random.nextInt(14)) : random.nextInt(256);
            bytes[random.nextInt(bytes.length)] = (byte) mark;
        }
        // The rest is put in, taken out, or nested deeper than anyone reads.
        return random.nextInt(3) == 0 ? fuzzed.mutated(bytes) : bytes;
    }

    private Reply reply() {
        return switch (random.nextInt(10)) {
            case 0 -> new Reply.Nothing();
            case 1, 2 -> new Reply.Text(new String(content(), StandardCharsets.UTF_8));
            default -> new Reply.Bulk(content());
        };
    }

    @Test
    @Timeout(600)
    void whateverAReplySaysIsUnderstoodOrRefused() {
        var inputs = Boolean.getBoolean("verify.long") ? 1_000_000 : 20_000;
        var understood = 0;
        for (int i = 0; i < inputs; i++) {
            var command = COMMANDS.get(random.nextInt(COMMANDS.size()));
            var reply = reply();
            try {
                var meaning = command.read(reply);
                assertThat(meaning).isNotNull();
                if (meaning instanceof Optional<?> job && job.isPresent()) {
                    assertThat(JobReader.read((byte[]) job.get())).isNotNull();
                }
                if (reply instanceof Reply.Bulk bulk) {
                    assertThat(EncodedJob.read(bulk.bytes())).isNotNull();
                }
                understood++;
            } catch (IOException e) {
                // The one end that there is beside a value.
                assertThat(e).isNotNull();
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed + ", input " + i + ", " + command + ", " + reply, e);
            }
        }
        assertThat(understood).as("replies that had a meaning").isGreaterThan(inputs / 50);
    }
}
