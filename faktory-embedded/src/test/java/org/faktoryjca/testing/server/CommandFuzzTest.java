package org.faktoryjca.testing.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a client sends ends in replies, or in the end of its connection, and takes the server nowhere. */
class CommandFuzzTest {

    /** Reset now and then, so that what is seen to grow grows by one input. */
    private static final int INPUTS_PER_SERVER = 1_000;

    private static final long LONGEST_LINE = 64 << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final FuzzInputs inputs = FuzzInputs.ofChance();

    /** The reader of lines and the commands, without a socket between: valid, mutated and random input. */
    @Test
    @Timeout(1_800)
    void survivesWhateverComes() {
        var count = Boolean.getBoolean("verify.long") ? 1_000_000 : 20_000;
        var answered = 0L;
        var acknowledged = 0L;
        var failed = 0L;
        var server = new FuzzedServer();
        for (var i = 0; i < count; i++) {
            if (i % INPUTS_PER_SERVER == 0) {
                acknowledged += server.acknowledged();
                failed += server.failed();
                server = new FuzzedServer();
            }
            var input = inputs.next();
            try {
                var replies = server.answer(input);
                answered += replies;
            } catch (RuntimeException | StackOverflowError | IOException | InterruptedException e) {
                throw new AssertionError(
                        "seed " + inputs.seed() + ", input " + i + ": "
                                + new String(input, StandardCharsets.ISO_8859_1),
                        e);
            }
        }
        // Some inputs are no line, and some are several.
        assertThat(answered)
                .as("replies to %d inputs, seed %d", count, inputs.seed())
                .isGreaterThan(count / 2);
        assertThat(acknowledged)
                .as("reserved jobs acknowledged, seed %d", inputs.seed())
                .isGreaterThan(count / 200);
        assertThat(failed).as("reserved jobs failed, seed %d", inputs.seed()).isGreaterThan(count / 200);
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
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(FuzzedServer.ALLOCATED_TO_ANSWER);
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
        assertThat(read.get()).isLessThan(LONGEST_LINE + FuzzedServer.ALLOCATED_TO_READ);
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(4 * LONGEST_LINE);
    }

    /** What makes a client known. */
    @Test
    @Timeout(600)
    void everyHelloIsReadOrRefused() {
        var count = Boolean.getBoolean("verify.long") ? 1_000_000 : 20_000;
        var read = 0;
        for (var i = 0; i < count; i++) {
            var hello = new String(inputs.hello(1), StandardCharsets.UTF_8);
            try {
                read += Handshake.read(hello).isPresent() ? 1 : 0;
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("seed " + inputs.seed() + ", input " + i + ": " + hello, e);
            }
        }
        assertThat(read).as("understood of %d, seed %d", count, inputs.seed()).isBetween(count / 20, count * 19 / 20);
    }
}
